import { useLingui } from '@lingui/react/macro'
import { setQuery } from '../../app'
import { SearchField, Select } from '../../components'
import styles from './activity.module.css'
import type { ActivityFilter } from './filter'
import { useKindWords } from './useKindWords'

const any = 'any'

/** Narrows Activity by time, kind, result and text. */
export function Filters({ filter, kinds }: { filter: ActivityFilter; kinds: readonly string[] }) {
  const { t } = useLingui()
  const kindWords = useKindWords()
  const offered = filter.kind && !kinds.includes(filter.kind) ? [...kinds, filter.kind] : kinds
  return (
    <div className={styles.bar}>
      <Select
        label={t`Time`}
        hideLabel
        value={filter.range}
        onChange={(range) => setQuery({ range: range === 'all' ? undefined : range })}
        options={[
          { value: 'all', label: t`All time` },
          { value: 'today', label: t`Today` },
          { value: 'week', label: t`Last 7 days` },
        ]}
      />
      <Select
        label={t`Kind`}
        hideLabel
        value={filter.kind ?? any}
        onChange={(kind) => setQuery({ kind: kind === any ? undefined : kind })}
        options={[
          { value: any, label: t`Everything` },
          ...offered.map((kind) => ({ value: kind, label: kindWords(kind) })),
        ]}
      />
      <Select
        label={t`Result`}
        hideLabel
        value={filter.status ?? any}
        onChange={(status) => setQuery({ status: status === any ? undefined : status })}
        options={[
          { value: any, label: t`Any result` },
          { value: 'ok', label: t`Done` },
          { value: 'failed', label: t`Failed` },
          { value: 'held', label: t`Held` },
        ]}
      />
      <SearchField
        label={t`Find in Activity`}
        value={filter.text}
        onChange={(q) => setQuery({ q })}
      />
    </div>
  )
}

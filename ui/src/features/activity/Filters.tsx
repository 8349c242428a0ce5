import { useLingui } from '@lingui/react/macro'
import { X } from 'lucide-react'
import { setQuery } from '../../app'
import { Button, SearchField, Select } from '../../components'
import { useFormat } from '../../i18n'
import { useCommand } from '../../platform'
import styles from './activity.module.css'
import type { ActivityFilter } from './filter'
import { useKindWords } from './useKindWords'

const any = '\u0000'

/** One name of some, or all. */
function Names({
  label,
  all,
  names,
  chosen,
  onChoose,
}: {
  label: string
  all: string
  names: readonly string[]
  chosen: string | null
  onChoose: (name: string | undefined) => void
}) {
  const offered = chosen !== null && !names.includes(chosen) ? [...names, chosen] : names
  return (
    <Select
      label={label}
      hideLabel
      value={chosen ?? any}
      onChange={(name) => onChoose(name === any ? undefined : name)}
      options={[
        { value: any, label: all },
        ...offered.map((name) => ({ value: name, label: name })),
      ]}
    />
  )
}

/** Narrows Activity by time, kind, result, target, rule, person and text. */
export function Filters({ filter, kinds }: { filter: ActivityFilter; kinds: readonly string[] }) {
  const { t } = useLingui()
  const { compare } = useFormat()
  const kindWords = useKindWords()
  const { data: rules } = useCommand('rules.list', {}, { select: (list) => list.rules })
  const { data: targets } = useCommand('connections.list', {}, { select: (all) => all.targets })
  const offered = filter.kind && !kinds.includes(filter.kind) ? [...kinds, filter.kind] : kinds
  const sorted = offered
    .map((kind) => ({ value: kind, label: kindWords(kind) }))
    .sort((a, b) => compare(a.label, b.label))
  const { person } = filter
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
        options={[{ value: any, label: t`Everything` }, ...sorted]}
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
      <Names
        label={t`Target`}
        all={t`All targets`}
        names={(targets ?? []).map(({ name }) => name)}
        chosen={filter.target}
        onChoose={(target) => setQuery({ target })}
      />
      <Names
        label={t`Rule`}
        all={t`All rules`}
        names={(rules ?? []).map(({ rule }) => rule.name)}
        chosen={filter.rule}
        onChoose={(rule) => setQuery({ rule })}
      />
      {person !== null && (
        <Button
          icon={X}
          aria-label={t`Show entries on everybody, not only ${person}`}
          onPress={() => setQuery({ person: undefined })}
        >
          {person}
        </Button>
      )}
      <SearchField
        label={t`Find in Activity`}
        value={filter.text}
        onChange={(q) => setQuery({ q })}
      />
    </div>
  )
}

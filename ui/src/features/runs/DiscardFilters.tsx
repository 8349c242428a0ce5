import { useLingui } from '@lingui/react/macro'
import { hrefTo, navigate, setQuery } from '../../app'
import { SearchField, Select } from '../../components'
import { useCommand } from '../../platform'
import { SavedViews } from '../views/SavedViews'
import { type DiscardFilter, kinds } from './discardFilter'
import styles from './runs.module.css'

const any = '\u0000'

/** Narrows discarded changes by what was to happen, target, and people and values. */
export function DiscardFilters({
  filter,
  query,
}: {
  filter: DiscardFilter
  query: Record<string, string>
}) {
  const { t } = useLingui()
  const { data: targets } = useCommand('connections.list', {}, { select: (all) => all.targets })
  const words: Record<(typeof kinds)[number], string> = {
    unassign: t`Something was taken away`,
    suspend: t`Accounts were suspended`,
    assign: t`Something was given`,
  }
  const names = (targets ?? []).map(({ name }) => name)
  const offered =
    filter.target !== null && !names.includes(filter.target) ? [...names, filter.target] : names
  return (
    <fieldset className={styles.narrow} aria-label={t`Narrow down`}>
      <SearchField
        label={t`Find a person or value`}
        value={filter.text}
        onChange={(q) => setQuery({ q })}
      />
      <Select
        label={t({ message: 'Change', context: 'head of a column: what changes' })}
        hideLabel
        value={filter.kind ?? any}
        onChange={(kind) => setQuery({ kind: kind === any ? undefined : kind })}
        options={[
          { value: any, label: t`Any change` },
          ...kinds.map((kind) => ({ value: kind, label: words[kind] })),
        ]}
      />
      <Select
        label={t`Target`}
        hideLabel
        value={filter.target ?? any}
        onChange={(target) => setQuery({ target: target === any ? undefined : target })}
        options={[
          { value: any, label: t`All targets` },
          ...offered.map((name) => ({ value: name, label: name })),
        ]}
      />
      <SavedViews
        list="discarded"
        current={query}
        onApply={(view) =>
          navigate(hrefTo('runs', [], { ...view, view: 'discarded' }), { replace: true })
        }
      />
    </fieldset>
  )
}

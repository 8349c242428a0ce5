import { useLingui } from '@lingui/react/macro'
import { hrefTo, navigate, setQuery } from '../../app'
import { FilterButtons, SearchField, Select } from '../../components'
import { SavedViews } from '../views/SavedViews'
import { useTriggerWords } from './RunState'
import { type RunFilter, triggers } from './runFilter'
import styles from './runs.module.css'

const any = 'any'

/** Narrows the list of runs by what they came to, what began them, time, and who. */
export function RunFilters({
  filter,
  query,
}: {
  filter: RunFilter
  query: Record<string, string>
}) {
  const { t } = useLingui()
  const trigger = useTriggerWords()
  return (
    <div className={styles.stepsBar}>
      <FilterButtons
        label={t`Show`}
        selected={filter.outcome ?? any}
        onSelect={(id) => setQuery({ outcome: id === any ? undefined : id })}
        options={[
          { id: any, label: t`All`, count: null },
          { id: 'failures', label: t`With failures`, count: null },
          { id: 'held', label: t`Some held`, count: null },
          { id: 'broken_off', label: t`Broken off`, count: null },
          { id: 'clean', label: t`Without trouble`, count: null },
        ]}
      />
      <fieldset className={styles.narrow} aria-label={t`Narrow down`}>
        <SearchField
          label={t`Find who started it`}
          value={filter.text}
          onChange={(q) => setQuery({ q })}
        />
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
          label={t`Started by`}
          hideLabel
          value={filter.trigger ?? any}
          onChange={(id) => setQuery({ trigger: id === any ? undefined : id })}
          options={[
            { value: any, label: t`Started by anything` },
            ...triggers.map((one) => ({ value: one, label: trigger(one) })),
          ]}
        />
        <SavedViews
          list="runs"
          current={query}
          onApply={(view) => navigate(hrefTo('runs', [], view), { replace: true })}
        />
      </fieldset>
    </div>
  )
}

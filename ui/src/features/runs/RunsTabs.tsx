import { useLingui } from '@lingui/react/macro'
import { setQuery } from '../../app'
import { Tabs } from '../../components'
import styles from './runs.module.css'

type View = 'runs' | 'discarded'

/** What the Runs screen lists. */
export function RunsTabs({ selected }: { selected: View }) {
  const { t } = useLingui()
  return (
    <div className={styles.tabs}>
      <Tabs
        label={t`Runs`}
        selected={selected}
        onSelect={(id) => setQuery({ view: id === 'runs' ? undefined : id, q: undefined })}
        tabs={[
          { id: 'runs', label: t`All runs`, content: null },
          { id: 'discarded', label: t`Discarded`, content: null },
        ]}
      />
    </div>
  )
}

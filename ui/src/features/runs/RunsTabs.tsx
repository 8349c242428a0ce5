import { useLingui } from '@lingui/react/macro'
import { hrefTo, navigate } from '../../app'
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
        onSelect={(id) =>
          navigate(hrefTo('runs', [], id === 'runs' ? {} : { view: id }), { replace: true })
        }
        tabs={[
          { id: 'runs', label: t`All runs`, content: null },
          { id: 'discarded', label: t`Discarded`, content: null },
        ]}
      />
    </div>
  )
}

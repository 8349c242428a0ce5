import { useLingui } from '@lingui/react/macro'
import { hrefTo, navigate } from '../../app'
import { Tabs } from '../../components'
import styles from './attributes.module.css'

type View = 'in' | 'out'

/** The two sides of the screen. */
export function Sides({ selected }: { selected: View }) {
  const { t } = useLingui()
  return (
    <div className={styles.tabs}>
      <Tabs
        label={t`Direction`}
        selected={selected}
        onSelect={(id) => navigate(hrefTo('attributes', id === 'out' ? ['sent'] : []))}
        tabs={[
          { id: 'in', label: t`What comes in`, content: null },
          { id: 'out', label: t`What goes out`, content: null },
        ]}
      />
    </div>
  )
}

import { useLingui } from '@lingui/react/macro'
import { setQuery } from '../../app'
import { Tabs } from '../../components'
import styles from './people.module.css'

type View = 'everybody' | 'exceptions'

/** What the People screen lists. */
export function ListTabs({ selected }: { selected: View }) {
  const { t } = useLingui()
  return (
    <div className={styles.tabs}>
      <Tabs
        label={t`People`}
        selected={selected}
        onSelect={(id) => setQuery({ view: id === 'everybody' ? undefined : id, q: undefined })}
        tabs={[
          { id: 'everybody', label: t`Everybody`, content: null },
          { id: 'exceptions', label: t`Exceptions`, content: null },
        ]}
      />
    </div>
  )
}

import { useLingui } from '@lingui/react/macro'
import { hrefTo, navigate } from '../../app'
import { Tabs } from '../../components'
import styles from './people.module.css'

/** The lists of the People screen. */
export type View = 'users' | 'groups' | 'units' | 'domains' | 'exceptions'

/** What the People screen lists. */
export function ListTabs({ selected }: { selected: View }) {
  const { t } = useLingui()
  return (
    <div className={styles.tabs}>
      <Tabs
        label={t`People`}
        selected={selected}
        onSelect={(id) =>
          navigate(hrefTo('people', [], { view: id === 'users' ? undefined : id }), {
            replace: true,
          })
        }
        tabs={[
          { id: 'users', label: t`Users`, content: null },
          { id: 'groups', label: t`Groups`, content: null },
          { id: 'units', label: t`Org units`, content: null },
          { id: 'domains', label: t`Domains`, content: null },
          { id: 'exceptions', label: t`Exceptions`, content: null },
        ]}
      />
    </div>
  )
}

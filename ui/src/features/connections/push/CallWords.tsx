import { useLingui } from '@lingui/react/macro'
import { Drawer } from '../../../components'
import { Time, useEngineWords } from '../../../i18n'
import type { PushCallItem } from '../../../platform'
import styles from './push.module.css'

/** One call: what was asked, what was answered, what that means and what to do. */
export function CallWords({ item, onClose }: { item: PushCallItem; onClose: () => void }) {
  const { t } = useLingui()
  const said = useEngineWords()
  return (
    <Drawer title={`${item.method} ${item.path}`} isOpen onClose={onClose}>
      <dl className={styles.facts}>
        <dt>{t`When`}</dt>
        <dd>
          <Time at={item.at} />
        </dd>
        <dt>{t`From`}</dt>
        <dd>
          {item.token || t`not let in`} · {item.address}
        </dd>
        {item.filter && (
          <>
            <dt>{t`Filter`}</dt>
            <dd>
              <code>{item.filter}</code>
            </dd>
          </>
        )}
        <dt>{t`Answer`}</dt>
        <dd>
          {item.status} {item.scimType}
        </dd>
        {item.detail && (
          <>
            <dt>{t`In its words`}</dt>
            <dd>“{item.detail}”</dd>
          </>
        )}
        {item.means && (
          <>
            <dt>{t`What it means`}</dt>
            <dd>{said(item.means)}</dd>
          </>
        )}
        {item.remedy && (
          <>
            <dt>{t`What to do`}</dt>
            <dd>{said(item.remedy)}</dd>
          </>
        )}
      </dl>
    </Drawer>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { Card } from '../../components'
import type { Settings } from '../../platform'
import styles from './Settings.module.css'

/** What this installation is: version, where it runs, and where the workspace is kept. */
export function AboutCard({ settings }: { settings: Settings }) {
  const { t } = useLingui()
  return (
    <Card title={t`This installation`}>
      <dl className={styles.about}>
        <dt>
          <Trans>Version</Trans>
        </dt>
        <dd>Rolecall {settings.version}</dd>
        <dt>
          <Trans>Runs</Trans>
        </dt>
        <dd>{settings.platform === 'browser' ? t`in the browser` : t`in its own window`}</dd>
        <dt>
          <Trans>Workspace</Trans>
        </dt>
        <dd>
          <code>{settings.workspace}</code>
        </dd>
      </dl>
    </Card>
  )
}

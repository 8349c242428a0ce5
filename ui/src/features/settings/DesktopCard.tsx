import { Trans, useLingui } from '@lingui/react/macro'
import { toast } from '../../app'
import { Card, Switch } from '../../components'
import { type Settings, useCommandAction } from '../../platform'
import styles from './Settings.module.css'

/** Whether Rolecall starts with the desktop session; nothing where it does not run in its own window. */
export function DesktopCard({ settings }: { settings: Settings }) {
  const { t } = useLingui()
  const changing = useCommandAction('settings.set', {
    refresh: [],
    onSuccess: (now, _, client) => client.setQueryData(['settings.get', {}], now),
    onError: (error) => toast({ tone: 'bad', text: error.message }),
  })
  if (settings.autostart === null) return null
  const isOn = changing.isPending ? changing.variables.autostart === true : settings.autostart
  return (
    <Card title={t`Desktop`}>
      <div className={styles.fields}>
        <Switch
          label={t`Start with the desktop session`}
          isSelected={isOn}
          isDisabled={changing.isPending}
          onChange={(autostart) => changing.mutate({ theme: null, language: null, autostart })}
        />
        <p className={styles.note}>
          <Trans>
            It starts in the tray, without a window, and runs go on as they are due. Closing the
            window leaves it there too; “Quit Rolecall” in the tray ends it.
          </Trans>
        </p>
      </div>
    </Card>
  )
}

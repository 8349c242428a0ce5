import { Trans, useLingui } from '@lingui/react/macro'
import { Card, ReadError, Said, SkeletonRows, Switch } from '../../../components'
import { type NotifySettings as Kept, toAppError, useCommand } from '../../../platform'
import styles from '../Settings.module.css'
import { EmailCard } from './EmailCard'
import { Trial } from './Trial'
import { useNotifyChange } from './useNotify'
import { WebhookCard } from './WebhookCard'

function DesktopCard({ settings }: { settings: Kept }) {
  const { t } = useLingui()
  const { desktop, email, webhook, last } = settings
  const saving = useNotifyChange()
  const isOn = saving.isPending ? saving.variables.change.desktop : desktop
  return (
    <Card
      title={t`On the desktop`}
      aside={
        <Switch
          label={t`On the desktop`}
          hideLabel
          isSelected={isOn}
          onChange={(on) => saving.mutate({ change: { desktop: on, email, webhook } })}
        />
      }
    >
      <div className={styles.stack}>
        <p className={styles.soft}>
          <Trans>Shown by Rolecall in its own window or tray on this machine.</Trans>
        </p>
        {saving.error && <Said tone="bad">{toAppError(saving.error).message}</Said>}
        {desktop && (
          <Trial
            channel="desktop"
            sent={last.find((one) => one.channel === 'desktop')}
            isReady={!saving.isPending}
          />
        )}
      </div>
    </Card>
  )
}

/** Where the news of runs go: new failures and newly held changes. */
export function NotifySettings({ isOpen }: { isOpen: boolean }) {
  const { t } = useLingui()
  const notify = useCommand('notify.get', {})
  const { data, error } = notify
  if (!data) {
    return error ? (
      <ReadError error={error} onRetry={() => notify.refetch()} />
    ) : (
      [t`On the desktop`, t`By e-mail`, t`To a webhook`].map((title) => (
        <Card key={title} title={title} flush>
          <SkeletonRows rows={2} />
        </Card>
      ))
    )
  }
  return (
    <>
      <p className={styles.soft}>
        <Trans>
          When a run ends with new failures, or with changes that wait for your decision, Rolecall
          tells you. Nothing is sent when nothing is new.
        </Trans>
      </p>
      <DesktopCard settings={data} />
      <EmailCard key={`email ${JSON.stringify(data.email)}`} settings={data} isOpen={isOpen} />
      <WebhookCard
        key={`webhook ${JSON.stringify(data.webhook)}`}
        settings={data}
        isOpen={isOpen}
      />
    </>
  )
}

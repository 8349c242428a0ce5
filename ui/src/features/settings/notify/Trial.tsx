import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Button, Said } from '../../../components'
import { Time, useEngineWords, useFormat } from '../../../i18n'
import { type NotifySent, useCommandAction } from '../../../platform'
import styles from '../Settings.module.css'

/** What was sent last on a channel. */
function Last({ sent }: { sent: NotifySent }) {
  const { number } = useFormat()
  const when = <Time at={sent.at} />
  const run = number(sent.run)
  if (sent.error !== null) {
    return (
      <Said tone="bad">
        <Trans>
          The news of run {run} could not be sent ({when}).
        </Trans>{' '}
        {sent.error}
      </Said>
    )
  }
  return (
    <span className={styles.soft}>
      <Trans>
        Last sent: the news of run {run} ({when}).
      </Trans>
    </span>
  )
}

/** *Send a test* on a channel, what came of it in words, and what was sent last. */
export function Trial({
  channel,
  sent,
  isReady,
  children,
}: {
  channel: 'desktop' | 'email' | 'webhook'
  sent: NotifySent | undefined
  /** Only what is saved can be tried. */
  isReady: boolean
  children?: ReactNode
}) {
  const { t } = useLingui()
  const trying = useCommandAction('notify.test', { refresh: ['notify.get'] })
  const { data, error, isPending } = trying
  const said = useEngineWords()
  return (
    <>
      <div className={styles.line}>
        {children}
        <Button
          isDisabled={!isReady}
          isPending={isPending}
          aria-label={
            {
              desktop: t`Send a test to the desktop`,
              email: t`Send a test by e-mail`,
              webhook: t`Send a test to the webhook`,
            }[channel]
          }
          onPress={() => trying.mutate({ channel })}
        >
          <Trans>Send a test</Trans>
        </Button>
      </div>
      <div aria-live="polite" className={styles.live}>
        {data && !isPending && <Said tone={data.ok ? 'ok' : 'bad'}>{said(data.message)}</Said>}
        {error && !isPending && <Said tone="bad">{error.message}</Said>}
      </div>
      {sent && !data && !error && <Last sent={sent} />}
    </>
  )
}

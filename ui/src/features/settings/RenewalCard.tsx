import { Trans, useLingui } from '@lingui/react/macro'
import { toast } from '../../app'
import { Card, Select } from '../../components'
import { useFormat } from '../../i18n'
import { type Settings, useCommandAction } from '../../platform'
import styles from './Settings.module.css'

const spans = [0, 90, 180, 365]

/** After how long one is reminded to renew the secrets of targets. */
export function RenewalCard({ settings }: { settings: Settings }) {
  const { t } = useLingui()
  const { number } = useFormat()
  const changing = useCommandAction('settings.set', {
    refresh: ['connections.list', 'overview.get'],
    onSuccess: (now, _, client) => client.setQueryData(['settings.get', {}], now),
    onError: (error) => toast({ tone: 'bad', text: error.message }),
  })
  const days = (changing.isPending && changing.variables.renewAfterDays) || settings.renewAfterDays
  const offered = spans.includes(days) ? spans : [...spans, days].sort((a, b) => a - b)
  return (
    <Card title={t`Renewing secrets`}>
      <div className={styles.fields}>
        <Select
          label={t`Remind of a target’s secret`}
          value={String(days)}
          onChange={(next) =>
            changing.mutate({ theme: null, language: null, renewAfterDays: Number(next) })
          }
          options={offered.map((span) => {
            const shown = number(span)
            return { value: String(span), label: span === 0 ? t`never` : t`after ${shown} days` }
          })}
        />
        <p className={styles.note}>
          <Trans>
            Overview and Connections then say which secret is old. It goes on working until it
            expires in the console.
          </Trans>
        </p>
      </div>
    </Card>
  )
}

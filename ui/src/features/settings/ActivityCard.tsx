import { Trans, useLingui } from '@lingui/react/macro'
import { toast } from '../../app'
import { Card, Select } from '../../components'
import { useFormat } from '../../i18n'
import { type Settings, useCommandAction } from '../../platform'
import styles from './Settings.module.css'

const spans = [0, 90, 365, 730, 1825]

/** How long Activity is kept. */
export function ActivityCard({ settings }: { settings: Settings }) {
  const { t } = useLingui()
  const { number } = useFormat()
  const changing = useCommandAction('settings.set', {
    refresh: ['activity.list'],
    onSuccess: (now, _, client) => client.setQueryData(['settings.get', {}], now),
    onError: (error) => toast({ tone: 'bad', text: error.message }),
  })
  const asked = changing.isPending ? changing.variables.keepActivityDays : undefined
  const days = asked ?? settings.keepActivityDays ?? 0
  const offered = spans.includes(days) ? spans : [...spans, days].sort((a, b) => a - b)
  return (
    <Card title={t`Activity`}>
      <div className={styles.fields}>
        <Select
          label={t`Keep entries`}
          value={String(days)}
          onChange={(next) =>
            changing.mutate({ theme: null, language: null, keepActivityDays: Number(next) })
          }
          options={offered.map((span) => {
            const shown = number(span)
            return { value: String(span), label: span === 0 ? t`for ever` : t`for ${shown} days` }
          })}
        />
        <p className={styles.note}>
          <Trans>
            Older entries are deleted, which an entry tells. What remains can still be proved to be
            as it was written.
          </Trans>
        </p>
      </div>
    </Card>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Button, Card, LicenceMeter } from '../../components'
import { useFormat } from '../../i18n'
import type { Licence } from '../../platform'
import styles from './Overview.module.css'

const few = 6

/** Seats of every product, most pressing first: used, what the next run brings, and what is short. */
export function LicencesCard({ licences }: { licences: readonly Licence[] }) {
  const { t } = useLingui()
  const { number } = useFormat()
  const [showsAll, setShowsAll] = useState(false)
  const shown = showsAll ? licences : licences.slice(0, few)
  const targets = new Set(licences.map((l) => l.target))
  const total = number(licences.length)
  return (
    <Card
      title={t`Licences`}
      aside={licences.length > 0 && <Trans>after the next run</Trans>}
      flush
    >
      {licences.length === 0 ? (
        <p className={styles.quiet}>
          <Trans>Products with seats appear here once a target has been read.</Trans>
        </p>
      ) : (
        <div className={styles.meters}>
          {shown.map((l) => (
            <LicenceMeter
              key={`${l.target} ${l.slot} ${l.value}`}
              name={
                <span title={`${l.value} · ${l.target}`}>
                  {l.value}
                  {targets.size > 1 && <small> {l.target}</small>}
                </span>
              }
              used={l.used}
              planned={l.coming}
              short={l.short}
              seats={l.seats}
            />
          ))}
        </div>
      )}
      {licences.length > few && (
        <div className={styles.cardFoot}>
          <Button variant="quiet" small onPress={() => setShowsAll(!showsAll)}>
            {showsAll ? <Trans>Show fewer</Trans> : <Trans>Show all {total}</Trans>}
          </Button>
        </div>
      )}
    </Card>
  )
}

import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Link } from 'react-aria-components'
import { hrefTo } from '../../app'
import { ActivitySentence, Card, RowItem, Rows } from '../../components'
import { Time } from '../../i18n'
import { type ActivityItem, useCommand } from '../../platform'
import styles from './Overview.module.css'
import { daysBefore } from './runDays'
import { weekFacts } from './week/weekFacts'

/** What came of today so far, in numbers; nothing where nothing did. */
function Today() {
  const [from, to] = [daysBefore(Date.now(), 0), daysBefore(Date.now(), -1)]
  const { data } = useCommand('overview.period', { from, to })
  if (!data) return null
  const { given, taken, accounts, suspended, failed, decisions, runs } = weekFacts('', data, [])
  if (given + taken + accounts + suspended + failed + decisions === 0) {
    return (
      <p className={styles.today}>
        {runs === 0 ? (
          <Trans>Nothing has changed today.</Trans>
        ) : (
          <Plural
            value={runs}
            one="# run today, which found nothing to change."
            other="# runs today, which found nothing to change."
          />
        )}
      </p>
    )
  }
  return (
    <ul className={styles.today}>
      {failed > 0 && (
        <li data-tone="bad">
          <Plural value={failed} one="# step failed" other="# steps failed" />
        </li>
      )}
      {suspended > 0 && (
        <li>
          <Plural value={suspended} one="# account suspended" other="# accounts suspended" />
        </li>
      )}
      {taken > 0 && (
        <li>
          <Plural value={taken} one="# value taken away" other="# values taken away" />
        </li>
      )}
      {accounts > 0 && (
        <li>
          <Plural value={accounts} one="# account created" other="# accounts created" />
        </li>
      )}
      {given > 0 && (
        <li>
          <Plural value={given} one="# value given" other="# values given" />
        </li>
      )}
      {decisions > 0 && (
        <li>
          <Plural value={decisions} one="# edit by people" other="# edits by people" />
        </li>
      )}
    </ul>
  )
}

/** What changed today, worst first, and the latest entries of Activity. */
export function TodayCard({ activity }: { activity: readonly ActivityItem[] }) {
  const { t } = useLingui()
  return (
    <Card
      title={t`What changed today`}
      aside={
        activity.length > 0 && (
          <Link href={hrefTo('activity')}>
            <Trans>Show all</Trans>
          </Link>
        )
      }
      flush
    >
      {activity.length === 0 ? (
        <p className={styles.quiet}>
          <Trans>Every change is recorded here: who made it, on whom, and why.</Trans>
        </p>
      ) : (
        <>
          <Today />
          <Rows label={t`Activity`}>
            {activity.slice(0, 6).map((item) => (
              <RowItem key={item.seq} lead={<Time at={item.at} />}>
                <ActivitySentence item={item} />
              </RowItem>
            ))}
          </Rows>
        </>
      )}
    </Card>
  )
}

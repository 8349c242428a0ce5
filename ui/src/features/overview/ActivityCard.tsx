import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from 'react-aria-components'
import { hrefTo } from '../../app'
import { ActivitySentence, Card, RowItem, Rows } from '../../components'
import { Time } from '../../i18n'
import type { ActivityItem } from '../../platform'
import styles from './Overview.module.css'

/** The latest entries of Activity. */
export function ActivityCard({ activity }: { activity: readonly ActivityItem[] }) {
  const { t } = useLingui()
  const title = t`Activity`
  return (
    <Card
      title={title}
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
        <Rows label={title}>
          {activity.slice(0, 6).map((item) => (
            <RowItem key={item.seq} lead={<Time at={item.at} />}>
              <ActivitySentence item={item} />
            </RowItem>
          ))}
        </Rows>
      )}
    </Card>
  )
}

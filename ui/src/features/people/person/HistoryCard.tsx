import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Link } from 'react-aria-components'
import { hrefTo } from '../../../app'
import { ActivitySentence, Card, RowItem, Rows } from '../../../components'
import { Time } from '../../../i18n'
import { useCommand } from '../../../platform'
import styles from '../people.module.css'

const shown = 12

/** What happened to a person, newest first, in words. */
export function HistoryCard({ user }: { user: string }) {
  const { t } = useLingui()
  const { data } = useCommand('activity.list', {
    from: null,
    to: null,
    kind: null,
    status: null,
    person: user,
    text: '',
    page: { offset: 0, limit: shown },
  })
  if (!data) return null
  const more = data.total - data.items.length
  return (
    <Card title={t`History`} flush>
      {data.total === 0 ? (
        <p className={styles.pad}>
          <Trans>Nothing is written down about this person yet.</Trans>
        </p>
      ) : (
        <Rows label={t`History`}>
          {data.items.map((item) => (
            <RowItem key={item.seq} lead={<Time at={item.at} />}>
              <ActivitySentence item={item} />
            </RowItem>
          ))}
          {more > 0 && (
            <RowItem>
              <Link className={styles.link} href={hrefTo('activity', [], { q: user })}>
                <Plural value={more} one="# more in Activity" other="# more in Activity" />
              </Link>
            </RowItem>
          )}
        </Rows>
      )}
    </Card>
  )
}

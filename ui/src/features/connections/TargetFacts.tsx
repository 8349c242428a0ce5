import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Link } from 'react-aria-components'
import { hrefTo } from '../../app'
import { useScheduleWords } from '../../components'
import { Time, useFormat } from '../../i18n'
import type { ConnectionTarget, SendMap } from '../../platform'
import styles from './connections.module.css'
import { usePlaceLabel } from './kindWords'

/** What leaves for a target: the least it requires, and how many more; leads to where it is changed. */
function Leaves({ sends }: { sends: SendMap }) {
  const { list } = useFormat()
  const least = list(sends.always.map(({ theirs }) => theirs))
  const more = sends.more.map(({ theirs }) => theirs)
  return (
    <Link href={hrefTo('attributes', ['sent'])}>
      {sends.always.length > 0 ? least : <Trans>nothing</Trans>}
      {more.length > 0 && ' '}
      {more.length > 0 && (
        <span title={list(more)}>
          <Plural value={more.length} one="and # more" other="and # more" />
        </span>
      )}
    </Link>
  )
}

/** The particulars of a target: where it is, whose accounts it holds, what leaves for it, and when it is synced. */
export function TargetFacts({
  target,
  sends,
}: {
  target: ConnectionTarget
  sends: SendMap | undefined
}) {
  const { t } = useLingui()
  const { number } = useFormat()
  const place = usePlaceLabel()
  const schedule = useScheduleWords()
  const { secret, secretPresent, readAt, syncedAt, nextAt } = target
  const never = t`never`
  return (
    <dl className={styles.facts}>
      <div>
        <dt>{place(target.kind)}</dt>
        <dd>{target.place ? <code>{target.place}</code> : '—'}</dd>
      </div>
      <div>
        <dt>{t`Accounts`}</dt>
        <dd>
          {number(target.accounts)}{' '}
          <span className={styles.kind}>
            <Plural value={target.managed} other="(# managed)" />
          </span>
        </dd>
      </div>
      <div>
        <dt>{t`Secret`}</dt>
        <dd>
          {secret === null ? (
            t`none needed`
          ) : (
            <span title={secret}>
              {!secretPresent ? (
                t`missing`
              ) : target.secretSetAt === null ? (
                t`present`
              ) : (
                <Trans>
                  set <Time at={target.secretSetAt} as="day" />
                </Trans>
              )}
            </span>
          )}
        </dd>
      </div>
      <div>
        <dt>{t`Last read`}</dt>
        <dd>{readAt === null ? never : <Time at={readAt} />}</dd>
      </div>
      <div>
        <dt>{t`What is sent`}</dt>
        <dd>{sends ? <Leaves sends={sends} /> : '—'}</dd>
      </div>
      <div>
        <dt>{t`Synced`}</dt>
        <dd>
          <Link href={hrefTo('settings', ['schedule'])}>{schedule(target.schedule)}</Link>
        </dd>
      </div>
      <div>
        <dt>{t`Last run`}</dt>
        <dd>{syncedAt === null ? never : <Time at={syncedAt} />}</dd>
      </div>
      <div>
        <dt>{t`Next run`}</dt>
        <dd>{nextAt === null ? t`none by itself` : <Time at={nextAt} />}</dd>
      </div>
    </dl>
  )
}

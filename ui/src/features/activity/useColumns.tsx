import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from 'react-aria-components'
import { hrefTo } from '../../app'
import { ActivitySentence, type Column, StatusWord } from '../../components'
import { Time, useFormat } from '../../i18n'
import type { ActivityItem } from '../../platform'
import { useNarrow } from '../rules/useNarrow'
import styles from './activity.module.css'
import { isSameDay } from './filter'

function Day({ at }: { at: number }) {
  const { day, isToday } = useFormat()
  const yesterday = new Date()
  yesterday.setDate(yesterday.getDate() - 1)
  if (isToday(at)) return <Trans>Today</Trans>
  return isToday(at, yesterday) ? <Trans>Yesterday</Trans> : day(at)
}

function Where({ item }: { item: ActivityItem }) {
  const { number } = useFormat()
  const { t } = useLingui()
  const run = item.run === null ? '' : number(item.run)
  const person = item.person ?? ''
  return (
    <>
      {item.run !== null && (
        <Link href={hrefTo('runs', [item.run])}>
          <Trans>Run {run}</Trans>
        </Link>
      )}
      {item.person && (
        <>
          {item.run !== null && ' · '}
          <Link href={hrefTo('people', [item.person])} aria-label={t`Person ${person}`}>
            <Trans>Person</Trans>
          </Link>
        </>
      )}
      {item.rule && item.run === null && item.person === null && (
        <Link href={hrefTo('rules', [], { q: item.rule })}>
          <Trans>Rule</Trans>
        </Link>
      )}
    </>
  )
}

/** The columns of Activity; the day stands only at the first entry of each day. */
export function useColumns(
  rowAt: (index: number) => ActivityItem | undefined,
  /** Whether entries stand in the order of time. */
  isByTime: boolean,
): Column<ActivityItem>[] {
  const { t } = useLingui()
  const isNarrow = useNarrow()
  const isFirstOfDay = (item: ActivityItem, index: number) => {
    const above = isByTime && index > 0 ? rowAt(index - 1) : undefined
    return !above || !isSameDay(above.at, item.at)
  }
  const columns: (Column<ActivityItem> | false)[] = [
    // A narrow window has the day with the time, and who did it in the sentence or the file.
    !isNarrow && {
      id: 'day',
      header: t`Day`,
      width: '84px',
      cell: (item, index) =>
        isFirstOfDay(item, index) && (
          <span className={styles.day}>
            <Day at={item.at} />
          </span>
        ),
    },
    {
      id: 'time',
      header: t`Time`,
      width: isNarrow ? '72px' : '64px',
      sortable: true,
      cell: (item, index) => (
        <span className={styles.soft}>
          <Time at={item.at} as="time" />
          {isNarrow && isFirstOfDay(item, index) && (
            <small className={styles.day}>
              <Day at={item.at} />
            </small>
          )}
        </span>
      ),
    },
    {
      id: 'kind',
      header: t`What happened`,
      width: 'minmax(0, 5fr)',
      sortable: true,
      cell: (item) => <ActivitySentence item={item} />,
    },
    {
      id: 'where',
      header: t`See`,
      width: isNarrow ? '96px' : 'minmax(96px, 1fr)',
      cell: (item) => <Where item={item} />,
    },
    !isNarrow && {
      id: 'who',
      header: t`By`,
      width: 'minmax(72px, 1fr)',
      sortable: true,
      cell: (item) => (
        <span className={styles.soft} title={item.who}>
          {item.who === 'schedule' ? t`Schedule` : item.who}
        </span>
      ),
    },
    {
      id: 'status',
      header: t`Result`,
      width: '116px',
      sortable: true,
      cell: (item) => {
        if (item.status === 'failed') return <StatusWord tone="bad">{t`Failed`}</StatusWord>
        if (item.status === 'held') return <StatusWord tone="warn">{t`Held`}</StatusWord>
        return <span className={styles.faint}>{t`Done`}</span>
      },
    },
  ]
  return columns.filter((column) => column !== false)
}

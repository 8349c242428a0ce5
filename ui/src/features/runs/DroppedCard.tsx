import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from 'react-aria-components'
import { hrefTo } from '../../app'
import { Card, RowItem, Rows, useCauseWords } from '../../components'
import { useFormat } from '../../i18n'
import type { DroppedFailure } from '../../platform'
import styles from './runs.module.css'

const few = 10

/** What a retry was to do and the plan of today does not want any more: left alone, and said so. */
export function DroppedCard({ dropped }: { dropped: readonly DroppedFailure[] }) {
  const { t } = useLingui()
  const { number } = useFormat()
  const causes = useCauseWords()
  const more = number(dropped.length - few)
  return (
    <Card title={t`Not wanted any more`} aside={number(dropped.length)} flush>
      <Rows label={t`Not wanted any more`}>
        {dropped.slice(0, few).map((one) => (
          <RowItem
            key={JSON.stringify([one.user, one.target, one.cause, one.slot, one.value])}
            end={<span className={styles.soft}>{one.value ?? one.target}</span>}
          >
            <Link href={hrefTo('people', [one.user])}>{one.user}</Link>
            <span className={styles.soft}> · {causes.name(one.cause)}</span>
          </RowItem>
        ))}
        {dropped.length > few && (
          <RowItem>
            <span className={styles.soft}>
              <Trans>and {more} more</Trans>
            </span>
          </RowItem>
        )}
      </Rows>
    </Card>
  )
}

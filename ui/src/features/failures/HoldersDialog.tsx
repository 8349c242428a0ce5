import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Dialog, ReadError, RowItem, Rows, SkeletonRows } from '../../components'
import { useFormat } from '../../i18n'
import { type BannerValue, useCommand } from '../../platform'
import styles from './Failures.module.css'

const few = 200

/** Who holds a product though no rule gives it: whom a seat could be taken from. */
export function HoldersDialog({
  target,
  value,
  onClose,
}: {
  target: string
  value: BannerValue
  onClose: () => void
}) {
  const { t } = useLingui()
  const { number } = useFormat()
  const { slot, value: product } = value
  const holders = useCommand('failures.holders', {
    target,
    slot,
    value: product,
    page: { offset: 0, limit: few },
  })
  const { data, error } = holders
  const more = number((data?.total ?? 0) - few)
  return (
    <Dialog
      title={t`Who holds ${product} without a rule`}
      isOpen
      onClose={onClose}
      footer={
        <Button onPress={onClose}>
          <Trans>Close</Trans>
        </Button>
      }
    >
      <div className={styles.stack}>
        <p className={styles.soft}>
          <Trans>
            No rule gives it to them, so Rolecall leaves it. Take it away in {target}, or write a
            rule that withholds it.
          </Trans>
        </p>
        {!data && error && <ReadError error={error} onRetry={() => holders.refetch()} />}
        {!data && !error && <SkeletonRows rows={4} height={40} />}
        {data && (
          <Rows>
            {data.items.map((one) => (
              <RowItem
                key={one.user}
                note={one.email ?? one.user}
                end={one.person ? undefined : t`nobody’s account`}
              >
                {one.name}
              </RowItem>
            ))}
          </Rows>
        )}
        {data && data.total > few && <p className={styles.soft}>{t`and ${more} more`}</p>}
      </div>
    </Dialog>
  )
}

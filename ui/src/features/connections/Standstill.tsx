import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Said } from '../../components'
import type { PausedTarget, QuarantineItem } from '../../platform'
import styles from './connections.module.css'
import { PausedWords } from './PausedBanner'
import { QuarantineWords } from './quarantineWords'
import { useQuarantine, useResume } from './useStandstill'

/** On a connection's own card: why it is left alone because it failed, and the ways out. */
export function QuarantineNote({ item }: { item: QuarantineItem }) {
  const { t } = useLingui()
  const { trying, lifting } = useQuarantine()
  const { connection, direction } = item
  return (
    <div className={styles.still}>
      <Said tone="bad">
        <QuarantineWords item={item} />
      </Said>
      <div className={styles.stillActions}>
        <Button
          isPending={trying.isPending}
          aria-label={t`Try now · ${connection}`}
          onPress={() => trying.mutate({ connection, direction })}
        >
          <Trans>Try now</Trans>
        </Button>
        <Button
          isPending={lifting.isPending}
          aria-label={t`Lift the quarantine of ${connection}`}
          onPress={() => lifting.mutate({ connection, direction })}
        >
          <Trans>Lift</Trans>
        </Button>
      </div>
    </div>
  )
}

/** On a target's own card: since when runs leave it out, and *Resume*. */
export function PausedNote({ paused }: { paused: PausedTarget }) {
  const resuming = useResume()
  const { target } = paused
  return (
    <div className={styles.still}>
      <Said tone="warn">
        <PausedWords paused={paused} />
      </Said>
      <div className={styles.stillActions}>
        <Button isPending={resuming.isPending} onPress={() => resuming.mutate({ target })}>
          <Trans>Resume</Trans>
        </Button>
      </div>
    </div>
  )
}

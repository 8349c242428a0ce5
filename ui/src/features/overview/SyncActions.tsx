import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { toast, useProgress } from '../../app'
import { Button, Switch } from '../../components'
import { type AppError, type SyncState, useCommandAction } from '../../platform'
import { PlanDialog, type PlanPurpose } from './PlanDialog'

const say = (error: AppError) => toast({ tone: 'bad', text: error.message })

/** The switch, *Plan* and *Sync now*. The first switch-on shows its plan and asks; later ones switch at once. */
export function SyncActions({ sync }: { sync: SyncState | undefined }) {
  const { t } = useLingui()
  const progress = useProgress()
  const [purpose, setPurpose] = useState<PlanPurpose | null>(null)
  const switching = useCommandAction('sync.switch', { refresh: ['overview.get'], onError: say })
  const syncing = useCommandAction('sync.now', { refresh: ['overview.get'], onError: say })
  // While the command is on its way the switch already shows what was asked for.
  const isOn = switching.isPending ? switching.variables.on : (sync?.on ?? false)
  const onSwitch = (on: boolean) => {
    if (on && sync && !sync.everOn) setPurpose('switch')
    else switching.mutate({ on })
  }
  return (
    <>
      <Switch
        label={t`User sync`}
        isSelected={isOn}
        onChange={onSwitch}
        isDisabled={!sync || switching.isPending}
      />
      <Button onPress={() => setPurpose('sync')} isDisabled={!sync || progress !== null}>
        <Trans>Plan</Trans>
      </Button>
      <Button
        variant="primary"
        isDisabled={!sync || progress !== null}
        isPending={syncing.isPending}
        onPress={() => syncing.mutate({})}
      >
        <Trans>Sync now</Trans>
      </Button>
      {purpose && <PlanDialog purpose={purpose} onClose={() => setPurpose(null)} />}
    </>
  )
}

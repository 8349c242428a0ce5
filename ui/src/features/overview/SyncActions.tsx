import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { hrefTo, toast, useProgress } from '../../app'
import { Button, LinkButton, Switch } from '../../components'
import { type AppError, type SyncState, useCommandAction } from '../../platform'
import { PlanDialog } from './PlanDialog'

const say = (error: AppError) => toast({ tone: 'bad', text: error.message })

/** The switch, *Plan* and *Sync now*. The first switch-on shows its plan and asks; later ones switch at once. */
export function SyncActions({ sync }: { sync: SyncState | undefined }) {
  const { t } = useLingui()
  const progress = useProgress()
  const [isPlanShown, setPlanShown] = useState(false)
  const switching = useCommandAction('sync.switch', { refresh: ['overview.get'], onError: say })
  const syncing = useCommandAction('sync.now', { refresh: ['overview.get'], onError: say })
  // While the command is on its way the switch already shows what was asked for.
  const isOn = switching.isPending ? switching.variables.on : (sync?.on ?? false)
  const onSwitch = (on: boolean) => {
    if (on && sync && !sync.everOn) setPlanShown(true)
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
      <LinkButton href={hrefTo('runs', ['plan'])}>
        <Trans>Plan</Trans>
      </LinkButton>
      <Button
        variant="primary"
        isDisabled={!sync || progress !== null}
        isPending={syncing.isPending}
        onPress={() => syncing.mutate({})}
      >
        <Trans>Sync now</Trans>
      </Button>
      {isPlanShown && <PlanDialog onClose={() => setPlanShown(false)} />}
    </>
  )
}

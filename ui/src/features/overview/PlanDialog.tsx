import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleAlert } from 'lucide-react'
import { useState } from 'react'
import { toast } from '../../app'
import { Button, Dialog, EmptyState } from '../../components'
import { call, type PlanView, toAppError, useCommand } from '../../platform'
import { countHeld } from './heldGroups'
import { type PlanPart, PlanPeople } from './PlanPeople'
import { PlanSummary } from './PlanSummary'
import { PlanWaiting } from './PlanWaiting'

/** Why the plan is shown: to switch User sync on for the first time, or to look before a run by hand. */
export type PlanPurpose = 'switch' | 'sync'

/** Steps that would be sent. */
const sendable = (plan: PlanView) =>
  plan.steps - plan.targets.reduce((sum, target) => sum + heldIn(target), 0)

const heldIn = (target: PlanView['targets'][number]) => {
  const marked = target.changes.reduce((sum, change) => sum + change.held, 0)
  return target.changes.length > 0 ? marked : countHeld(target.held)
}

function useGo(purpose: PlanPurpose, onClose: () => void) {
  const { t } = useLingui()
  const client = useQueryClient()
  return useMutation({
    // Switching on starts the first run by itself.
    mutationFn: () => (purpose === 'switch' ? call('sync.switch', { on: true }) : call('sync.now')),
    onSuccess: () => {
      toast({
        text:
          purpose === 'switch'
            ? t`User sync is on. The first run has started.`
            : t`The run has started.`,
      })
      onClose()
    },
    onError: (thrown) => toast({ tone: 'bad', text: toAppError(thrown).message }),
    onSettled: () => client.invalidateQueries({ queryKey: ['overview.get'] }),
  })
}

/** Shows what a run would change now, worst first, with the people of each change, before anything is sent. */
export function PlanDialog({ purpose, onClose }: { purpose: PlanPurpose; onClose: () => void }) {
  const { t } = useLingui()
  const [part, setPart] = useState<PlanPart | null>(null)
  const plan = useCommand('plan.get', {}, { gcTime: 0, staleTime: Number.POSITIVE_INFINITY })
  const going = useGo(purpose, onClose)
  const { data, error, isFetching } = plan
  const steps = data ? sendable(data) : 0
  const isFirst = purpose === 'switch'
  return (
    <Dialog
      size="large"
      title={isFirst ? t`Before User sync is switched on` : t`What a run would change now`}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button
            variant="primary"
            isDisabled={!data || isFetching}
            isPending={going.isPending}
            onPress={() => going.mutate()}
          >
            <GoLabel isFirst={isFirst} steps={steps} isKnown={data !== undefined} />
          </Button>
        </>
      }
    >
      {isFetching || (!data && !error) ? (
        <PlanWaiting />
      ) : error ? (
        <EmptyState
          icon={CircleAlert}
          title={t`The plan could not be made`}
          action={
            <Button onPress={() => plan.refetch()}>
              <Trans>Try again</Trans>
            </Button>
          }
        >
          {error.message}
        </EmptyState>
      ) : part ? (
        <PlanPeople plan={data.id} part={part} onBack={() => setPart(null)} />
      ) : (
        <PlanSummary plan={data} onOpen={setPart} />
      )}
    </Dialog>
  )
}

function GoLabel({
  isFirst,
  steps,
  isKnown,
}: {
  isFirst: boolean
  steps: number
  isKnown: boolean
}) {
  if (!isKnown || steps === 0) {
    return isFirst ? <Trans>Switch on</Trans> : <Trans>Sync now</Trans>
  }
  return isFirst ? (
    <Plural
      value={steps}
      one="Switch on and apply # change"
      other="Switch on and apply # changes"
    />
  ) : (
    <Plural value={steps} one="Sync now · # change" other="Sync now · # changes" />
  )
}

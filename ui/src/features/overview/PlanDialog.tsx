import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleAlert } from 'lucide-react'
import { useState } from 'react'
import { toast } from '../../app'
import { Button, Dialog, EmptyState } from '../../components'
import { call, toAppError, useCommand } from '../../platform'
import { type PlanPart, PlanPeople } from './PlanPeople'
import { PlanSummary } from './PlanSummary'
import { PlanWaiting } from './PlanWaiting'
import { sendable } from './sendable'

function useGo(onClose: () => void) {
  const { t } = useLingui()
  const client = useQueryClient()
  return useMutation({
    // Switching on starts the first run by itself.
    mutationFn: () => call('sync.switch', { on: true }),
    onSuccess: () => {
      toast({ text: t`User sync is on. The first run has started.` })
      onClose()
    },
    onError: (thrown) => toast({ tone: 'bad', text: toAppError(thrown).message }),
    onSettled: () => client.invalidateQueries({ queryKey: ['overview.get'] }),
  })
}

/** Before User sync is switched on for the first time: what its first run would change, worst first, with the people of each change. */
export function PlanDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const [part, setPart] = useState<PlanPart | null>(null)
  const plan = useCommand(
    'plan.get',
    {},
    { staleTime: Number.POSITIVE_INFINITY, refetchOnMount: 'always' },
  )
  const going = useGo(onClose)
  const { data, error, isFetching } = plan
  const steps = data ? sendable(data) : 0
  return (
    <Dialog
      size="large"
      title={t`Before User sync is switched on`}
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
            {steps === 0 ? (
              <Trans>Switch on</Trans>
            ) : (
              <Plural
                value={steps}
                one="Switch on and apply # change"
                other="Switch on and apply # changes"
              />
            )}
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

import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { toast } from '../../app'
import { Button, Dialog } from '../../components'
import { type RunStepsRequest, useCommandAction } from '../../platform'

/** Lets chosen held steps of a run go, or gives them up, after saying what that does. */
export function DecideChosen({ steps, onDone }: { steps: RunStepsRequest; onDone: () => void }) {
  const { t } = useLingui()
  const [decision, setDecision] = useState<'approve' | 'discard' | null>(null)
  const isApproval = decision === 'approve'
  const deciding = useCommandAction('held.decide', {
    refresh: ['overview.get', 'runs.show', 'runs.steps'],
    onSuccess: ({ steps: count }, { approve }) => {
      toast({
        text: approve
          ? t`${plural(count, { one: '# change approved. It goes with the run that starts now.', other: '# changes approved. They go with the run that starts now.' })}`
          : t`${plural(count, { one: '# change discarded. It stays away until rules no longer want it.', other: '# changes discarded. They stay away until rules no longer want them.' })}`,
      })
      setDecision(null)
      onDone()
    },
    onError: (error) =>
      toast({
        tone: 'bad',
        text:
          error.code === 'not_found'
            ? t`None of the steps chosen waits for a decision any more.`
            : error.message,
      }),
  })
  return (
    <>
      <Button onPress={() => setDecision('discard')}>
        <Trans>Discard…</Trans>
      </Button>
      <Button onPress={() => setDecision('approve')}>
        <Trans>Approve…</Trans>
      </Button>
      {decision && (
        <Dialog
          title={isApproval ? t`Approve held changes` : t`Discard held changes`}
          isOpen
          onClose={() => setDecision(null)}
          footer={
            <>
              <Button onPress={() => setDecision(null)}>
                <Trans>Cancel</Trans>
              </Button>
              <Button
                variant={isApproval ? 'danger' : 'primary'}
                isPending={deciding.isPending}
                onPress={() => deciding.mutate({ steps, approve: isApproval })}
              >
                {isApproval ? <Trans>Approve them</Trans> : <Trans>Discard them</Trans>}
              </Button>
            </>
          }
        >
          <p>
            {isApproval ? (
              <Trans>
                A run starts and sends exactly those of the chosen changes that wait for a decision.
                What it cannot send stays approved for 7 days; anything beyond is held anew.
              </Trans>
            ) : (
              <Trans>
                Nothing is sent. Rolecall remembers those of the chosen changes that wait for a
                decision and does not ask again until rules no longer want them.
              </Trans>
            )}
          </p>
        </Dialog>
      )}
    </>
  )
}

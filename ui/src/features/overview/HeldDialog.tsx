import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { hrefTo, toast } from '../../app'
import { Button, Dialog, LinkButton } from '../../components'
import { useFormat } from '../../i18n'
import { useCommandAction } from '../../platform'
import { useGuardWords } from './guardWords'
import type { HeldGroup } from './heldGroups'
import styles from './Overview.module.css'

/** Says exactly what approving or discarding held steps does, with the numbers, before it is done. */
export function HeldDialog({
  group,
  decision,
  onClose,
}: {
  group: HeldGroup
  decision: 'approve' | 'discard'
  onClose: () => void
}) {
  const { t } = useLingui()
  const { number } = useFormat()
  const guards = useGuardWords()
  const { run, target, guard, parts, steps } = group
  const isApproval = decision === 'approve'
  const deciding = useCommandAction(isApproval ? 'held.approve' : 'held.discard', {
    refresh: ['overview.get', 'runs.show', 'runs.steps'],
    onSuccess: () => {
      toast({
        text: isApproval
          ? t`Approved. They go with the run that starts now.`
          : t`Discarded. They stay away until rules no longer want them.`,
      })
      onClose()
    },
    onError: (error) => toast({ tone: 'bad', text: error.message }),
  })
  return (
    <Dialog
      title={isApproval ? t`Approve held changes` : t`Discard held changes`}
      isOpen
      onClose={onClose}
      footer={
        <>
          <LinkButton href={hrefTo('runs', [run], { state: 'held' })}>
            <Trans>Review first</Trans>
          </LinkButton>
          <Button
            variant={isApproval ? 'danger' : 'primary'}
            isPending={deciding.isPending}
            onPress={() => deciding.mutate({ run, target, guard })}
          >
            {isApproval ? (
              <Plural value={steps} one="Approve # change" other="Approve # changes" />
            ) : (
              <Plural value={steps} one="Discard # change" other="Discard # changes" />
            )}
          </Button>
        </>
      }
    >
      <div className={styles.facts}>
        <p>{guards.reason(group)}</p>
        <ul>
          {parts.map((part) => {
            const place = guards.place(part)
            const limit = number(part.limit ?? 0)
            return (
              <li key={`${part.slot} ${part.value}`}>
                <b>{place}</b>: <Plural value={part.steps} one="# change" other="# changes" />
                {part.limit !== null && (
                  <span className={styles.soft}>
                    {' '}
                    · <Trans>limit {limit}</Trans>
                  </span>
                )}
              </li>
            )
          })}
        </ul>
        <p className={styles.soft}>
          {isApproval ? (
            <Trans>
              A run starts and sends exactly these changes to {target}. What it cannot send stays
              approved for 7 days; anything beyond is held anew.
            </Trans>
          ) : (
            <Trans>
              Nothing is sent to {target}. Rolecall remembers each of these changes and does not ask
              again until rules no longer want it.
            </Trans>
          )}
        </p>
      </div>
    </Dialog>
  )
}

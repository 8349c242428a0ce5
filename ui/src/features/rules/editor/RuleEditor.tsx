import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { hrefTo, navigate, toast } from '../../../app'
import { Button, Dialog, TextArea, TextField } from '../../../components'
import {
  type RuleView,
  toAppError,
  useCommand,
  useCommandAction,
  type Vocabulary,
} from '../../../platform'
import { Assignments } from './Assignments'
import { ConditionEditor } from './ConditionEditor'
import styles from './editor.module.css'
import { useLeaveGuard } from './useLeaveGuard'
import { useRuleDraft } from './useRuleDraft'

function SaveLabel({ people }: { people: number | undefined }) {
  if (people === undefined) return <Trans>Save</Trans>
  return <Plural value={people} one="Save · matches # person" other="Save · matches # people" />
}

function LeaveDialog({
  isOpen,
  onStay,
  onLeave,
}: {
  isOpen: boolean
  onStay: () => void
  onLeave: () => void
}) {
  const { t } = useLingui()
  return (
    <Dialog
      isAlert
      title={t`Discard your edits?`}
      isOpen={isOpen}
      onClose={onStay}
      footer={
        <>
          <Button onPress={onStay}>
            <Trans>Keep editing</Trans>
          </Button>
          <Button variant="danger" onPress={onLeave}>
            <Trans>Discard edits</Trans>
          </Button>
        </>
      }
    >
      <Trans>This rule has edits that are not saved.</Trans>
    </Dialog>
  )
}

/**
 * Makes (`view` is null) or changes a rule. Its buttons appear in `footer`. Mount it anew (`key`) for another rule.
 */
export function RuleEditor({
  view,
  version,
  taken,
  vocabulary,
  footer,
  onReload,
}: {
  view: RuleView | null
  /** The version of the list this edit starts from. */
  version: number
  /** Names of the other rules. */
  taken: readonly string[]
  vocabulary: Vocabulary | undefined
  footer: HTMLElement | null
  /** Starts again from the rule as it stands in the engine. */
  onReload: () => void
}) {
  const { t } = useLingui()
  const root = useRef<HTMLDivElement>(null)
  const [base] = useState(version)
  const isNew = view === null
  const rule = useRuleDraft(view, taken)
  const { draft, condition, errors, isDirty } = rule
  const guard = useLeaveGuard(isDirty)
  const sync = useCommandAction('sync.now', {
    onError: (error) => toast({ tone: 'bad', text: error.message }),
  })

  // The groups come before the focus does, so that their list opens with it.
  const groups = useCommand(
    'rules.complete',
    { field: 'groups.display', text: '' },
    { enabled: isNew },
  )
  const isReady = !isNew || groups.isFetched
  useEffect(() => {
    if (!isReady) return
    // After the page's title, which takes the focus on each step.
    const field = isNew ? '[data-builder] input[placeholder]' : 'input'
    const timer = setTimeout(() => root.current?.querySelector<HTMLElement>(field)?.focus(), 30)
    return () => clearTimeout(timer)
  }, [isNew, isReady])

  const saved = (made: RuleView) => {
    const name = made.rule.name
    guard.pass()
    navigate(hrefTo('rules'))
    toast({
      text: t`“${name}” is saved and takes effect with the next run.`,
      action: { label: t`Sync now`, onPress: () => sync.mutate({}) },
    })
  }
  const create = useCommandAction('rules.create', { onSuccess: saved, onError: rule.refuse })
  const change = useCommandAction('rules.change', { onSuccess: saved, onError: rule.refuse })

  const save = async () => {
    try {
      const finished = await rule.finish()
      if (!finished) return
      if (view) change.mutate({ id: view.id, rule: finished, version: base })
      else create.mutate({ rule: finished, position: null })
    } catch (thrown) {
      rule.refuse(toAppError(thrown))
    }
  }
  const close = () => {
    guard.pass()
    navigate(hrefTo('rules'))
  }
  const isWhole = condition.isComplete && !condition.reading?.error
  const people = isWhole ? condition.reading?.people : undefined

  return (
    <div ref={root} className={styles.editor}>
      {errors.other && (
        <div className={styles.refused} role="alert">
          {errors.other}
          {errors.isOld && (
            <div className={styles.fix}>
              <Button small onPress={onReload}>
                <Trans>Load the rule as it is now</Trans>
              </Button>
            </div>
          )}
        </div>
      )}
      <TextField
        label={t`Name`}
        value={draft.name}
        onChange={rule.setName}
        error={errors.name}
        placeholder={t`What the rule is called`}
      />
      <section className={styles.section}>
        <h3>
          <Trans>For whom</Trans>
        </h3>
        <div data-builder>
          <ConditionEditor condition={condition} vocabulary={vocabulary} error={errors.condition} />
        </div>
      </section>
      <section className={styles.section}>
        <h3>
          <Trans>What it gives</Trans>
        </h3>
        <Assignments draft={draft} onChange={rule.setGiven} vocabulary={vocabulary} />
      </section>
      <TextArea
        label={t`Note`}
        value={draft.note}
        onChange={rule.setNote}
        rows={2}
        placeholder={t`Why this rule is as it is, for other administrators`}
      />
      {footer &&
        createPortal(
          <>
            <Button onPress={close}>
              {isDirty ? <Trans>Discard</Trans> : <Trans>Close</Trans>}
            </Button>
            <Button
              variant="primary"
              onPress={save}
              isPending={create.isPending || change.isPending}
              isDisabled={view !== null && !isDirty}
            >
              <SaveLabel people={people} />
            </Button>
          </>,
          footer,
        )}
      <LeaveDialog isOpen={guard.asked} onStay={guard.stay} onLeave={guard.leave} />
    </div>
  )
}

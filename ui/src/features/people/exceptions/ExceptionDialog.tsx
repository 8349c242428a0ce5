import { Trans, useLingui } from '@lingui/react/macro'
import { keepPreviousData } from '@tanstack/react-query'
import { useState } from 'react'
import { toast } from '../../../app'
import { Button, ComboBox, Dialog, TextField } from '../../../components'
import { type ExceptionDraft, useCommand, useCommandAction } from '../../../platform'
import { Assignments } from '../../rules/editor/Assignments'
import styles from './exceptions.module.css'
import { asRule, isDay, saysSomething } from './exceptionText'

const empty = (user: string): ExceptionDraft => ({
  user,
  reason: '',
  until: null,
  assigns: [],
  withholds: [],
})

function WhichPerson({ user, onChange }: { user: string; onChange: (user: string) => void }) {
  const { t } = useLingui()
  const people = useCommand(
    'people.list',
    { text: user, page: { offset: 0, limit: 20 } },
    { placeholderData: keepPreviousData },
  )
  return (
    <ComboBox
      label={t`Person`}
      value={null}
      inputValue={user}
      onInputChange={onChange}
      onChange={(chosen) => chosen !== null && onChange(chosen)}
      allowsCustom
      placeholder={t`Name or address`}
      options={(people.data?.items ?? []).map((person) => ({
        value: person.user,
        label: person.user,
        description: person.name,
      }))}
    />
  )
}

/** Gives one person something, or keeps it from them, whatever the rules say. */
export function ExceptionDialog({
  user,
  index,
  version,
  start,
  onClose,
}: {
  /** The person it is for; chosen here when absent. */
  user?: string
  /** The place of the exception that is changed; absent for a new one. */
  index?: number
  version: number
  start?: ExceptionDraft
  onClose: () => void
}) {
  const { t } = useLingui()
  const [draft, setDraft] = useState<ExceptionDraft>(start ?? empty(user ?? ''))
  const { data: vocabulary } = useCommand('rules.vocabulary', {})
  const change = (part: Partial<ExceptionDraft>) => setDraft((before) => ({ ...before, ...part }))
  const saving = useCommandAction('exceptions.set', {
    onSuccess: () => {
      toast({ text: t`The exception is saved and takes effect with the next run.` })
      onClose()
    },
  })
  const until = draft.until ?? ''
  const isWhole =
    draft.user.trim() !== '' && draft.reason.trim() !== '' && saysSomething(draft) && isDay(until)
  return (
    <Dialog
      size="large"
      title={start ? t`Change the exception` : t`Add an exception`}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button
            variant="primary"
            isDisabled={!isWhole}
            isPending={saving.isPending}
            onPress={() =>
              saving.mutate({
                index: index ?? null,
                version,
                exception: { ...draft, user: draft.user.trim(), until: until || null },
              })
            }
          >
            <Trans>Save exception</Trans>
          </Button>
        </>
      }
    >
      <div className={styles.stack}>
        <p className={styles.soft}>
          <Trans>An exception stands above all rules, for this person alone.</Trans>
        </p>
        {saving.error && (
          <p className={styles.bad} role="alert">
            {saving.error.message}
          </p>
        )}
        {user === undefined && (
          <WhichPerson user={draft.user} onChange={(next) => change({ user: next })} />
        )}
        <div className={styles.pair}>
          <TextField
            label={t`Reason`}
            isRequired
            value={draft.reason}
            onChange={(reason) => change({ reason })}
            placeholder={t`Why, for other administrators and the record`}
          />
          <TextField
            label={t`Last day`}
            value={until}
            onChange={(text) => change({ until: text.trim() || null })}
            placeholder="2027-01-31"
            error={isDay(until) ? undefined : t`Write the day as 2027-01-31.`}
            description={t`Holds until the end of this day (UTC); empty: until removed.`}
          />
        </div>
        <Assignments
          draft={asRule(draft)}
          onChange={({ assigns, withholds }) => change({ assigns, withholds })}
          vocabulary={vocabulary}
        />
      </div>
    </Dialog>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { Pin } from 'lucide-react'
import { useState } from 'react'
import { toast } from '../../../app'
import { Button, Dialog, ReadError, SkeletonRows } from '../../../components'
import { useEngineWords } from '../../../i18n'
import { type DraftPerson, useCommand, useCommandAction } from '../../../platform'
import { ValueWhy } from '../../people/ValueWhy'
import { Changes } from '../effect/FirstPeople'
import styles from './aside.module.css'
import { PersonPicker } from './PersonPicker'

function Outcome({ found }: { found: DraftPerson }) {
  const { t } = useLingui()
  const said = useEngineWords()
  return (
    <>
      <section className={styles.part}>
        <h3>
          <Trans>What your edits change</Trans>
        </h3>
        {found.changes.length === 0 ? (
          <p className={styles.soft}>
            <Trans>Nothing changes for this person.</Trans>
          </p>
        ) : (
          <div className={styles.changes}>
            <Changes changes={found.changes} at={20} />
          </div>
        )}
      </section>
      {found.targets.map((target) => (
        <section key={target.target} className={styles.part}>
          <h3>{target.target}</h3>
          {target.error && (
            <p className={styles.problem} role="alert">
              {said(target.error)}
            </p>
          )}
          {!target.error && target.values.length === 0 && (
            <p className={styles.soft}>
              <Trans>No rule names a value for this person.</Trans>
            </p>
          )}
          <ul className={styles.values} aria-label={t`Values in ${target.target}`}>
            {target.values.map((value) => (
              <ValueWhy key={`${value.slot} ${value.value}`} value={value} />
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}

/** What one person would have by the draft, what changes for them, and why, clause by clause. */
export function TestPerson({ edition, onClose }: { edition: number; onClose: () => void }) {
  const { t } = useLingui()
  const [user, setUser] = useState<string | null>(null)
  // The edition makes the answer that of the draft on show.
  const found = useCommand(
    'draft.person',
    { user: user ?? '' },
    { enabled: user !== null, staleTime: 0, gcTime: 0, meta: { edition } },
  )
  const pin = useCommandAction('rule_tests.set', {
    refresh: ['rule_tests.list', 'effect.get'],
    onSuccess: () => toast({ text: t`What they have now is pinned as a rule test.` }),
    onError: (error) => toast({ tone: 'bad', text: error.message }),
  })
  return (
    <Dialog
      size="large"
      title={t`Test a person`}
      isOpen
      onClose={onClose}
      footer={
        <>
          {user !== null && found.data && (
            <Button
              icon={Pin}
              isPending={pin.isPending}
              onPress={() => pin.mutate({ user, expect: [] })}
            >
              <Trans>Pin what they have now</Trans>
            </Button>
          )}
          <Button onPress={onClose}>
            <Trans>Close</Trans>
          </Button>
        </>
      }
    >
      <div className={styles.dialog}>
        <PersonPicker onChoose={setUser} autoFocus />
        {user === null && (
          <p className={styles.soft}>
            <Trans>
              Choose somebody, and what they would have by your edits appears here, with why.
            </Trans>
          </p>
        )}
        {found.error && <ReadError error={found.error} onRetry={() => found.refetch()} />}
        {user !== null && !found.data && !found.error && <SkeletonRows rows={4} />}
        {found.data && <Outcome found={found.data} />}
      </div>
    </Dialog>
  )
}

import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { FlaskConical, Pin, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { toast } from '../../../app'
import {
  Button,
  Dialog,
  EmptyState,
  IconButton,
  ReadError,
  SkeletonRows,
  StatusWord,
} from '../../../components'
import { useFormat } from '../../../i18n'
import { type RuleTestItem, useCommand, useCommandAction } from '../../../platform'
import styles from './aside.module.css'
import { PersonPicker } from './PersonPicker'

/** Says what a test expects: "console: products Connect and Webinar, role none". */
function useExpectWords() {
  const { t } = useLingui()
  const { list } = useFormat()
  return ({ expect }: RuleTestItem) =>
    expect.map(({ target, noAccount, slots }) => {
      if (noAccount) return t`${target}: no account`
      const said = slots.map(({ slot, values }) =>
        values.length === 0 ? t`${slot}: none` : `${slot}: ${list(values)}`,
      )
      return `${target} · ${said.join(' · ')}`
    })
}

function Test({ test, onDelete }: { test: RuleTestItem; onDelete: () => void }) {
  const { t } = useLingui()
  const words = useExpectWords()
  const name = test.person?.name || test.user
  return (
    <li className={styles.test}>
      <div className={styles.testWords}>
        <b>{name}</b> <span className={styles.soft}>{test.user}</span>
        {words(test).map((line) => (
          <small key={line}>{line}</small>
        ))}
        {test.broken.map((line) => (
          <small key={line} className={styles.bad}>
            {line}
          </small>
        ))}
        {!test.person && (
          <small className={styles.bad}>
            <Trans>No directory has this person.</Trans>
          </small>
        )}
      </div>
      {test.broken.length > 0 || !test.person ? (
        <StatusWord tone="bad">{t`Broken`}</StatusWord>
      ) : (
        <StatusWord tone="ok">{t`Holds`}</StatusWord>
      )}
      <IconButton label={t`Delete the test of ${name}`} icon={Trash2} onPress={onDelete} />
    </li>
  )
}

/** People pinned with what they must end up with, and how each stands under the draft. */
export function RuleTests({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const list = useCommand('rule_tests.list', {})
  const [user, setUser] = useState<string | null>(null)
  const [turn, setTurn] = useState(0)
  const refused = {
    onError: (error: { message: string }) => toast({ tone: 'bad', text: error.message }),
  }
  const set = useCommandAction('rule_tests.set', {
    ...refused,
    refresh: ['rule_tests.list'],
    onSuccess: () => {
      setUser(null)
      setTurn((n) => n + 1)
    },
  })
  const remove = useCommandAction('rule_tests.delete', { ...refused, refresh: ['rule_tests.list'] })
  const tests = list.data?.tests ?? []
  const broken = tests.filter((test) => test.broken.length > 0 || !test.person)
  const sorted = [...broken, ...tests.filter((test) => !broken.includes(test))]
  return (
    <Dialog size="large" title={t`Rule tests`} isOpen onClose={onClose}>
      <div className={styles.dialog}>
        <p className={styles.soft}>
          <Trans>
            A rule test pins what a person must end up with. It is compared at each edit and before
            each run; a broken one holds the run.
          </Trans>
        </p>
        <div className={styles.pin}>
          <PersonPicker key={turn} onChoose={setUser} />
          <Button
            variant="primary"
            icon={Pin}
            isDisabled={user === null}
            isPending={set.isPending}
            onPress={() => user !== null && set.mutate({ user, expect: [] })}
          >
            <Trans>Pin what they have now</Trans>
          </Button>
        </div>
        {list.error && !list.data && (
          <ReadError error={list.error} onRetry={() => list.refetch()} />
        )}
        {!list.data && !list.error && <SkeletonRows rows={3} />}
        {list.data && tests.length === 0 && (
          <EmptyState icon={FlaskConical} title={t`No rule tests yet`}>
            <Trans>Pin somebody whose access must not change by accident.</Trans>
          </EmptyState>
        )}
        {tests.length > 0 && (
          <div className={styles.soft} role="status">
            {broken.length > 0 ? (
              <Plural value={broken.length} one="# test is broken" other="# tests are broken" />
            ) : (
              <Trans>All hold.</Trans>
            )}
          </div>
        )}
        <ul className={styles.tests} aria-label={t`Rule tests`}>
          {sorted.map((test) => (
            <Test key={test.user} test={test} onDelete={() => remove.mutate({ user: test.user })} />
          ))}
        </ul>
      </div>
    </Dialog>
  )
}

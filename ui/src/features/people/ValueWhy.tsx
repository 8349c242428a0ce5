import { Trans, useLingui } from '@lingui/react/macro'
import { Check, ChevronRight, X } from 'lucide-react'
import { useId, useState } from 'react'
import { Button, Link } from 'react-aria-components'
import { hrefTo } from '../../app'
import { StatusWord, type Tone, useOwnWords } from '../../components'
import { useFormat } from '../../i18n'
import { type PersonClause, type PersonRule, type PersonValue, useCommand } from '../../platform'
import { clauseOf } from '../rules/clauseOf'
import { useConditionWords } from '../rules/useConditionWords'
import styles from './people.module.css'

/** How it stands with a value, in words. */
function useStateWords() {
  const { t } = useLingui()
  return (state: string, hasAccount: boolean): { tone: Tone; word: string } => {
    switch (state) {
      case 'granted':
        return hasAccount
          ? { tone: 'ok', word: t`Has it` }
          : { tone: 'warn', word: t`Asked for, no account` }
      case 'suppressed':
        return { tone: 'idle', word: t`A higher rule decides` }
      case 'withheld':
        return { tone: 'idle', word: t`Withheld` }
      case 'without_seat':
        return { tone: 'bad', word: t`No licence left` }
      case 'held':
        return { tone: 'warn', word: t`Held by a guard` }
      case 'unmanaged':
        return { tone: 'info', word: t`Not from Rolecall` }
      default:
        return { tone: 'idle', word: t`Does not have it` }
    }
  }
}

/** The reason in one line, from the highest rule that matches. */
function useReason() {
  const { t } = useLingui()
  const { list } = useFormat()
  return ({ state, rules }: PersonValue): string => {
    const speaking = rules.filter((rule) => rule.matches)
    const names = list(speaking.slice(0, 2).map((rule) => `“${rule.rule}”`))
    const first = speaking[0] ? `“${speaking[0].rule}”` : ''
    if (state === 'unmanaged') return t`The account holds it; no rule gives it.`
    if (!first) return t`No rule that gives it matches.`
    switch (state) {
      case 'granted':
        return t`Because ${first} matches`
      case 'withheld':
        return t`Because ${first} withholds it`
      case 'suppressed':
        return t`Because ${first} comes first`
      default:
        return t`Asked for by ${names}`
    }
  }
}

function Clause({ clause }: { clause: PersonClause }) {
  const { t } = useLingui()
  const { data: vocabulary } = useCommand('rules.vocabulary', {})
  const words = useConditionWords(vocabulary)
  const own = useOwnWords().own(clause)
  const Sign = clause.holds ? Check : X
  return (
    <li className={styles.clause} data-holds={clause.holds}>
      <Sign
        size={14}
        strokeWidth={2.25}
        role="img"
        aria-label={clause.holds ? t`Holds` : t`Does not hold`}
      />
      <span title={clause.clause}>{words(clauseOf(clause.clause))}</span>
      {own && (
        <span className={styles.own}>
          <Trans>Own value: {own}</Trans>
        </span>
      )}
    </li>
  )
}

function Rule({ rule }: { rule: PersonRule }) {
  const { t } = useLingui()
  const does: Record<string, string> = {
    assigns: t`gives it`,
    withholds: t`withholds it`,
    'assigns none': t`leaves the choice empty`,
    'assigns another value': t`gives another value`,
  }
  return (
    <li className={styles.rule} data-matches={rule.matches}>
      <div className={styles.ruleName}>
        <Link href={hrefTo('rules', [], { q: rule.rule })}>{rule.rule}</Link>{' '}
        <span className={styles.soft}>
          {does[rule.does] ?? rule.does} ·{' '}
          {rule.matches ? <Trans>matches</Trans> : <Trans>does not match</Trans>}
        </span>
      </div>
      <ul className={styles.clauses}>
        {rule.clauses.map((clause) => (
          <Clause key={clause.clause} clause={clause} />
        ))}
      </ul>
    </li>
  )
}

/** One value of a person in a target: its state, and in one click every rule that names it, clause by clause. */
export function ValueWhy({
  value,
  hasAccount = true,
}: {
  value: PersonValue
  /** Without an account nothing is held, whatever rules give. */
  hasAccount?: boolean
}) {
  const { t } = useLingui()
  const id = useId()
  const [isOpen, setOpen] = useState(false)
  const { tone, word } = useStateWords()(value.state, hasAccount)
  const reason = useReason()(value)
  const { day, exact } = useFormat()
  return (
    <li className={styles.value}>
      <Button
        className={styles.head}
        aria-expanded={isOpen}
        aria-controls={id}
        onPress={() => setOpen(!isOpen)}
      >
        <ChevronRight size={15} aria-hidden="true" />
        <span className={styles.headWords}>
          <b>{value.value || t`none`}</b> <span className={styles.faint}>{value.slot}</span>
          <small>{reason}</small>
        </span>
        {value.pendingUntil !== null && (
          <span className={styles.pending} title={exact(value.pendingUntil)}>
            <Trans>is taken away on {day(value.pendingUntil)}</Trans>
          </span>
        )}
        <StatusWord tone={tone}>{word}</StatusWord>
      </Button>
      {isOpen && (
        <ul className={styles.rules} id={id}>
          {value.rules.map((rule) => (
            <Rule key={rule.rule} rule={rule} />
          ))}
          {value.rules.length === 0 && (
            <li className={styles.soft}>
              <Trans>No rule names this value. Someone gave it in the target itself.</Trans>
            </li>
          )}
        </ul>
      )}
    </li>
  )
}

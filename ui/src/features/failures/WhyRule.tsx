import { Trans, useLingui } from '@lingui/react/macro'
import { Check, CircleMinus, X } from 'lucide-react'
import { useOwnWords } from '../../components'
import { type PersonClause, type PersonRule, useCommand } from '../../platform'
import { clauseOf } from '../rules/clauseOf'
import { useConditionWords } from '../rules/useConditionWords'
import styles from './Failures.module.css'

/** What a rule would do or does with the value, as the words after its name. */
function Effect({ rule }: { rule: PersonRule }) {
  const { does, matches } = rule
  if (matches) {
    if (does === 'assigns') return <Trans>gives it</Trans>
    if (does === 'withholds') return <Trans>withholds it</Trans>
    if (does === 'assigns none') return <Trans>leaves the slot empty</Trans>
    if (does === 'assigns another value') return <Trans>gives another value</Trans>
    return <Trans>says nothing about it</Trans>
  }
  if (does === 'assigns') return <Trans>would give it, but does not match</Trans>
  if (does === 'withholds') return <Trans>would withhold it, but does not match</Trans>
  return <Trans>does not match</Trans>
}

function Clause({ clause }: { clause: PersonClause }) {
  const { t } = useLingui()
  const { data: vocabulary } = useCommand('rules.vocabulary', {})
  const words = useConditionWords(vocabulary)
  const own = useOwnWords().own(clause)
  const Sign = clause.holds ? Check : X
  return (
    <li>
      <Sign
        size={12}
        strokeWidth={2.5}
        role="img"
        aria-label={clause.holds ? t`holds` : t`does not hold`}
      />
      <span>
        <span title={clause.clause}>{words(clauseOf(clause.clause))}</span>
        {own && <> ({own})</>}
      </span>
    </li>
  )
}

/** One rule's part in why somebody gets a value: what it does, and each clause with the person's own value. */
export function WhyRule({ rule, position }: { rule: PersonRule; position: number | undefined }) {
  const takes = rule.matches && rule.does !== 'assigns'
  const Sign = rule.matches ? (takes ? CircleMinus : Check) : X
  return (
    <li className={styles.rule}>
      <Sign
        size={15}
        strokeWidth={2}
        className={styles.ruleSign}
        data-tone={rule.matches ? (takes ? 'warn' : 'ok') : undefined}
        aria-hidden="true"
      />
      <div>
        <div>
          <b>
            {position} {rule.rule}
          </b>{' '}
          <Effect rule={rule} />
        </div>
        <ul className={styles.clauses}>
          {rule.clauses.map((clause) => (
            <Clause key={clause.clause} clause={clause} />
          ))}
        </ul>
      </div>
    </li>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from 'react-aria-components'
import { hrefTo } from '../../app'
import { isLoss, SkeletonRows } from '../../components'
import { type FailureItem, type PersonTarget, useCommand } from '../../platform'
import styles from './Failures.module.css'
import { useRulePositions } from './useRulePositions'
import { WhyRule } from './WhyRule'

/** What a person gets or loses, as failures and steps tell it. */
export type WhyFacts = Pick<FailureItem, 'user' | 'name' | 'kind' | 'slot' | 'value'>

/** The values of a target that it is about: the one named, or all that rules speak of. */
const concerned = (target: PersonTarget | undefined, { slot, value }: WhyFacts) =>
  (target?.values ?? []).filter((v) =>
    value === null
      ? v.rules.some((rule) => rule.matches)
      : v.value === value && (slot === null || v.slot === slot),
  )

/** Why the person of a row gets or loses what it is about: every rule that speaks of it, with its clauses. */
export function WhyPerson({ row, target }: { row: WhyFacts; target: string }) {
  const { t } = useLingui()
  const { data, error } = useCommand('people.show', { directory: null, user: row.user })
  const positions = useRulePositions()
  const person = row.name || row.user
  const what = row.value ?? t`an account in ${target}`
  const values = concerned(
    data?.targets.find((one) => one.target === target),
    row,
  )
  return (
    <section className={styles.why}>
      <h2>
        {isLoss(row.kind) ? (
          <Trans>
            Why {person} loses {what}
          </Trans>
        ) : (
          <Trans>
            Why {person} gets {what}
          </Trans>
        )}
      </h2>
      {error && <p className={styles.soft}>{error.message}</p>}
      {!data && !error && <SkeletonRows rows={3} height={40} />}
      {data && values.length === 0 && (
        <p className={styles.soft}>
          <Trans>No rule speaks of it for this person at present.</Trans>
        </p>
      )}
      {values.map((v) => (
        <div key={`${v.slot} ${v.value}`} className={styles.whyValue}>
          {row.value === null && <h3>{v.value}</h3>}
          <ul>
            {v.rules.map((rule) => (
              <WhyRule key={rule.rule} rule={rule} position={positions?.get(rule.rule)} />
            ))}
          </ul>
        </div>
      ))}
      {data && (
        <Link href={hrefTo('people', [row.user])}>
          <Trans>Everything about {person}</Trans>
        </Link>
      )}
    </section>
  )
}

import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { CircleCheck } from 'lucide-react'
import { EmptyState, useWarningWords } from '../../components'
import { Time, useFormat } from '../../i18n'
import type { PlanView } from '../../platform'
import styles from './Plan.module.css'
import type { PlanPart } from './PlanPeople'
import { PlanTargetCard } from './PlanTargetCard'

/** The plan by target: what would change, what guards would hold, seats, and failures known already. */
export function PlanSummary({
  plan,
  onOpen,
}: {
  plan: PlanView
  onOpen: (part: PlanPart) => void
}) {
  const { t } = useLingui()
  const { number } = useFormat()
  const words = useWarningWords()
  const people = number(plan.people)
  const isQuiet = plan.targets.every(
    (target) =>
      target.error === null && target.changes.length === 0 && target.failures.length === 0,
  )
  return (
    <div className={styles.plan}>
      <p className={styles.lead}>
        <Plural value={plan.steps} _0="No changes" one="# change" other="# changes" />{' '}
        <Trans>
          for {people} people, as of <Time at={plan.at} as="time" />. Nothing has been sent.
        </Trans>
      </p>
      {plan.warnings.length > 0 && (
        <ul className={styles.warnings} aria-label={t`Warnings of the sources`}>
          {plan.warnings.map((warning, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two rows of a file may say the same
            <li key={index}>{words(warning)}</li>
          ))}
        </ul>
      )}
      {isQuiet ? (
        <EmptyState icon={CircleCheck} title={t`Everything agrees already`}>
          {t`Every account holds what the rules give. A run would find nothing to do.`}
        </EmptyState>
      ) : (
        plan.targets.map((target) => (
          <PlanTargetCard key={target.target} target={target} onOpen={onOpen} />
        ))
      )}
    </div>
  )
}

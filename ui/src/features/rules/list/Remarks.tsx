import { useLingui } from '@lingui/react/macro'
import { CircleAlert, TriangleAlert } from 'lucide-react'
import { Button } from 'react-aria-components'
import type { DraftRule, RuleEdit, RuleFix } from '../../../platform'
import { useProblemWords } from '../effect/useObstacle'
import styles from '../rules.module.css'
import { useRemarkWords } from '../useRemarkWords'

function useFixWords() {
  const { t } = useLingui()
  return ({ code, name }: RuleFix): string => {
    switch (code) {
      case 'use_name':
        return t`Use “${name}”`
      case 'remove_value':
        return t`Take out ${name}`
      case 'disable':
        return t`Switch off`
      case 'delete':
        return t`Delete the rule`
      default:
        return name || code
    }
  }
}

/** What is wrong with a rule or remarkable about it, each with what mends it in one click. */
export function Remarks({
  row,
  numbers,
  onFix,
  isPending,
}: {
  row: DraftRule
  /** The number of a rule by its name. */
  numbers: (name: string) => number | null
  onFix: (edits: RuleEdit[]) => void
  isPending: boolean
}) {
  const { t } = useLingui()
  const remarkWords = useRemarkWords(numbers)
  const problemWords = useProblemWords()
  const fixWords = useFixWords()
  const isNew = row.view.rule.when.trim() === ''
  const problems = isPending || isNew ? [] : row.problems
  const remarks = row.view.remarks.filter(
    ({ code }) => code !== 'broken_condition' || problems.length === 0,
  )
  return (
    <>
      {problems.map((problem) => (
        <div key={`${problem.code} ${problem.message}`} className={styles.problem}>
          <CircleAlert size={13} strokeWidth={1.75} role="img" aria-label={t`Problem`} />
          <span>{problemWords(problem)}</span>
        </div>
      ))}
      {!isNew &&
        remarks.map((remark) => (
          <div key={`${remark.code} ${remark.name}`} className={styles.remark}>
            <TriangleAlert size={13} strokeWidth={1.75} role="img" aria-label={t`Warning`} />
            <span>
              {remarkWords(remark)}
              {remark.fixes.map((fix) => (
                <Button
                  key={`${fix.code} ${fix.name}`}
                  className={styles.fix}
                  onPress={() => onFix(fix.edits)}
                >
                  {fixWords(fix)}
                </Button>
              ))}
            </span>
          </div>
        ))}
    </>
  )
}

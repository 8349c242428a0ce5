import { Trans, useLingui } from '@lingui/react/macro'
import { Chip } from '../../components'
import type { RuleDraft } from '../../platform'
import styles from './rules.module.css'

/** What a rule gives and withholds, as chips; the console is named where there are several. */
export function Gives({ rule, several }: { rule: RuleDraft; several: boolean }) {
  const { t } = useLingui()
  const named = (target: string, value: string) => (several ? `${target}: ${value}` : value)
  const given = rule.assigns.flatMap(({ target, slot, values }) =>
    values.length === 0
      ? [{ key: `${target}/${slot}`, slot, target, text: named(target, t`${slot}: none`) }]
      : values.map((value) => ({
          key: `${target}/${slot}/${value}`,
          slot,
          target,
          text: named(target, value),
        })),
  )
  const withheld = rule.withholds.flatMap(({ target, slot, values }) =>
    values.map((value) => {
      const text = named(target, value)
      return { key: `${target}/${slot}/${value}`, slot, target, text: t`not ${text}` }
    }),
  )
  if (given.length + withheld.length === 0) {
    return (
      <span className={styles.nothing}>
        <Trans>gives nothing yet</Trans>
      </span>
    )
  }
  return (
    <>
      {given.map(({ key, text, target, slot }) => (
        <span key={key} title={`${target} · ${slot}`} className={styles.chip}>
          <Chip>{text}</Chip>
        </span>
      ))}
      {withheld.map(({ key, text, target, slot }) => (
        <span key={`not ${key}`} title={`${target} · ${slot}`} className={styles.chip}>
          <Chip kind="not">{text}</Chip>
        </span>
      ))}
    </>
  )
}

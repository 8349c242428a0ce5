import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useFormat } from '../../../i18n'
import type {
  Effect,
  EffectChange,
  EffectFilter,
  EffectGuard,
  EffectValue,
} from '../../../platform'

/** The first thing that an effect comes to, worst first. */
export type Headline =
  | { kind: 'suspend' | 'create' | 'reactivate' | 'adopt'; count: number }
  | { kind: 'lose' | 'gain'; count: number; value: string }

const most = (values: readonly EffectValue[], of: 'lose' | 'gain') =>
  values.reduce<EffectValue | null>((top, v) => (v[of] > (top?.[of] ?? 0) ? v : top), null)

/** What is said first of an effect: suspensions, then losses, then gains; null when nothing changes. */
export function headlineOf(effect: Effect): Headline | null {
  const sum = (of: 'suspend' | 'create' | 'reactivate' | 'adopt') =>
    effect.accounts.reduce((total, account) => total + account[of], 0)
  const suspend = sum('suspend')
  if (suspend > 0) return { kind: 'suspend', count: suspend }
  const lost = most(effect.values, 'lose')
  if (lost) return { kind: 'lose', count: lost.lose, value: lost.value }
  const gained = most(effect.values, 'gain')
  if (gained) return { kind: 'gain', count: gained.gain, value: gained.value }
  for (const kind of ['create', 'reactivate', 'adopt'] as const) {
    if (sum(kind) > 0) return { kind, count: sum(kind) }
  }
  return null
}

/** Says an effect's headline: "58 lose Field". */
export function useHeadlineWords() {
  const { t } = useLingui()
  return (headline: Headline): string => {
    const { count, kind } = headline
    switch (kind) {
      case 'suspend':
        return t`${plural(count, { one: '# account suspended', other: '# accounts suspended' })}`
      case 'create':
        return t`${plural(count, { one: '# new account', other: '# new accounts' })}`
      case 'reactivate':
        return t`${plural(count, { one: '# account reactivated', other: '# accounts reactivated' })}`
      case 'adopt':
        return t`${plural(count, { one: '# account adopted', other: '# accounts adopted' })}`
      case 'lose':
        return t`${plural(count, { one: '# loses', other: '# lose' })} ${headline.value}`
      default:
        return t`${plural(count, { one: '# gains', other: '# gain' })} ${headline.value}`
    }
  }
}

/** Whether a change takes something away or denies it. */
export const isBad = (kind: string) => ['suspend', 'lose', 'replace', 'no_seat'].includes(kind)

/** Says one change of a person, short enough for the end of a row. */
export function useChangeWords() {
  const { t } = useLingui()
  return ({ kind, slot, value, before }: EffectChange): string => {
    const what = value || slot || ''
    const old = before ?? ''
    switch (kind) {
      case 'suspend':
        return t`account suspended`
      case 'lose':
        return t`− ${what}`
      case 'replace':
        return t`${old} → ${what}`
      case 'no_seat':
        return t`no seat left for ${what}`
      case 'create':
        return t`new account`
      case 'reactivate':
        return t`reactivated`
      case 'adopt':
        return t`adopted`
      default:
        return t`+ ${what}`
    }
  }
}

/** The second line of a value: its target where there are several, seats, what takes its place. */
export function useValueNote(several: boolean) {
  const { t } = useLingui()
  const { number } = useFormat()
  return (value: EffectValue): string => {
    const parts = [several ? value.target : '', value.slot]
    if (value.seats !== null) {
      const [seats, short] = [number(value.seats), number(value.short)]
      parts.push(value.short > 0 ? t`${seats} seats, ${short} short` : t`${seats} seats`)
    }
    if (value.isCreated) parts.push(t`is created`)
    if (value.lose > 0 && value.instead) parts.push(t`loses to ${value.instead}`)
    else if (!value.many && value.seats === null) parts.push(t`one per person`)
    return parts.filter(Boolean).join(' · ')
  }
}

/** Says what a guard would hold. */
export function useGuardWords() {
  const { t } = useLingui()
  const { number } = useFormat()
  return ({ target, guard, slot, value, steps, limit }: EffectGuard): string => {
    const held = plural(steps, { one: '# step', other: '# steps' })
    const what = value ?? (slot === 'accounts' ? t`accounts` : slot)
    const most = number(limit ?? 0)
    switch (guard) {
      case 'removals':
        return t`Too many removals of ${what} in ${target}: ${held} would be held, the limit is ${most}`
      case 'source_shrunk':
        return t`The source has shrunk: ${held} in ${target} would be held`
      case 'bad_rows':
        return t`Rows of the source cannot be read: ${held} in ${target} would be held`
      case 'unknown_name':
        return t`A rule names what the source lacks: ${held} in ${target} would be held`
      case 'rule_test':
        return t`A rule test is broken: ${held} in ${target} would be held`
      default:
        return t`${held} in ${target} would be held`
    }
  }
}

/** Says whom a list of people is narrowed to. */
export function useFilterWords() {
  const { t } = useLingui()
  return ({ kind, target, value }: EffectFilter): string => {
    const what = value ?? ''
    switch (kind) {
      case 'lose':
        return t`lose ${what}`
      case 'gain':
        return t`gain ${what}`
      case 'no_seat':
        return t`go without a seat of ${what}`
      case 'suspend':
        return t`suspended in ${target}`
      case 'create':
        return t`new in ${target}`
      case 'reactivate':
        return t`reactivated in ${target}`
      default:
        return t`adopted in ${target}`
    }
  }
}

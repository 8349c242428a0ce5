import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useFormat } from '../i18n'
import type { Banner } from '../platform'

type Words = Record<string, string>

/** What the words of a cause are made of; a `Banner` of the contract is one. */
export type CauseFacts = Pick<Banner, 'cause' | 'target' | 'values' | 'rules' | 'people'>

/** The twenty causes of failure in an administrator's words. */
export function useCauseWords() {
  const { t } = useLingui()
  const format = useFormat()

  const names = (): Words => ({
    account_exists: t`An account exists already`,
    no_licences: t`No licences left`,
    domain_not_verified: t`The domain is not verified`,
    attribute_missing: t`An attribute is missing`,
    attribute_invalid: t`An attribute cannot be used`,
    duplicate_in_source: t`The same person twice in the source`,
    duplicate_across_directories: t`The person belongs to another directory`,
    suspended_elsewhere: t`Someone else deactivated the account`,
    externally_managed: t`Another system manages the account`,
    not_permitted: t`The credential lacks a right`,
    rejected_by_target: t`The target refused`,
    unreadable_answer: t`The answer could not be read`,
    not_confirmed: t`The change did not arrive`,
    credential_rejected: t`The credential is not accepted`,
    not_found: t`The account or value is gone`,
    conflict: t`The account was changed meanwhile`,
    rate_limited: t`The target asks to wait`,
    unavailable: t`The target is out of order`,
    timeout: t`No answer in time`,
    certificate_untrusted: t`The certificate is not trusted`,
  })

  const name = (cause: string) => names()[cause] ?? t`Something failed`

  /** A heading without the number: "No licences left for GoTo Webinar". */
  const title = ({ cause, target, values }: CauseFacts) => {
    if (cause === 'no_licences') {
      const products = format.list(values.map((v) => v.value))
      return values.length > 0
        ? t`No licences left for ${products}`
        : t`No licences left in ${target}`
    }
    const what = name(cause)
    return t`${what} · ${target}`
  }

  const asking = (rules: readonly string[]) => {
    if (rules.length === 0) return ''
    const quoted = format.list(rules.map((rule) => `“${rule}”`))
    return plural(rules.length, {
      one: `Rule ${quoted} asks for it.`,
      other: `Rules ${quoted} ask for it.`,
    })
  }

  const seatsTaken = (values: CauseFacts['values']) => {
    const [only] = values
    if (!only || values.length > 1) return t`All seats are taken.`
    const seats = format.number(only.seats)
    return only.seats === 0 ? t`There are no seats at all.` : t`All ${seats} seats are taken.`
  }

  /** What to do about it, in one or two sentences. */
  const remedy = (facts: CauseFacts) => {
    const { cause, target, values, rules } = facts
    const sentences: Words = {
      account_exists: t`These addresses have accounts in ${target} that Rolecall does not manage. Adopt them, or leave them alone.`,
      no_licences: `${seatsTaken(values)} ${t`Buy more or take some away, then retry.`} ${asking(rules)}`,
      domain_not_verified: t`These addresses are outside the verified domains. Verify the domain, or correct the addresses at the source.`,
      attribute_missing: t`An attribute that ${target} needs is empty for these people. Fill it in at the source; the next reading picks it up.`,
      attribute_invalid: t`A value of these people cannot be used in ${target}. Correct it at the source; the next reading picks it up.`,
      duplicate_in_source: t`Two entries of the source share an id, a user name or an address, so neither is touched. Remove one at the source.`,
      duplicate_across_directories: t`A directory that comes first has the same people and owns them. Remove them from one of the two.`,
      suspended_elsewhere: t`Someone deactivated these accounts in ${target}. Reactivate them, or take the people out of the rules.`,
      externally_managed: t`Another system is in charge of these accounts in ${target}. Release them there first, then retry.`,
      not_permitted: t`The credential for ${target} lacks a right. Give its account that right, then retry.`,
      rejected_by_target: t`What ${target} said is under Details. Put right what it names, then retry.`,
      unreadable_answer: t`The answer of ${target} was not what was expected. Check its address and what stands in between, then retry.`,
      not_confirmed: t`The changes were accepted by ${target}, but reading them back shows the old state. Retry; if it stays, ask the vendor.`,
      credential_rejected: t`The credential for ${target} is not accepted any more. Nothing is sent until a new one is set.`,
      not_found: t`What was to be changed does not exist in ${target} any more. The next run plans it anew.`,
      conflict: t`Someone changed the same accounts in ${target} at the same time. The next run plans them anew.`,
      rate_limited: t`For now ${target} takes no more changes. Rolecall goes on by itself when it may.`,
      unavailable: t`Rolecall cannot reach ${target}, or it reports a fault of its own. Rolecall tries again by itself.`,
      timeout: t`No answer came from ${target} in time. Rolecall tries again by itself.`,
      certificate_untrusted: t`The certificate of ${target} is signed by nobody this machine trusts. Install your company’s authority, or correct the address.`,
    }
    return (sentences[cause] ?? t`The words of ${target} are under Details.`).trim()
  }

  return { name, title, remedy }
}

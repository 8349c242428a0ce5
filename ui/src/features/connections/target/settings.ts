import type { SlotSettings, SlotValue, TargetSettings } from '../../../platform'

/** The kinds of target, in the order in which they are offered. */
export const kinds = ['goto', 'umapi', 'scim', 'csv'] as const

/** A kind of target. */
export type Kind = (typeof kinds)[number]

/** The steps of setting a target up. */
export type Step = 'what' | 'rights' | 'access' | 'slots' | 'finish'

/** A slot of which nothing is said yet. */
export const blankSlot = (name: string, change: Partial<SlotSettings> = {}): SlotSettings => ({
  name,
  many: true,
  createValues: false,
  graceDays: 0,
  bind: null,
  values: [],
  administrators: [],
  ...change,
})

const firstSlots = (kind: Kind): SlotSettings[] => {
  if (kind === 'scim') return [blankSlot('groups', { bind: 'groups' })]
  if (kind === 'csv') return [blankSlot('products')]
  // The vendor fixes them; the engine fills in what is not said.
  return []
}

/** A target of this kind of which nothing is said yet. */
export const blank = (kind: Kind): TargetSettings => ({
  name: '',
  kind,
  accounts: '',
  url: null,
  tokenUrl: null,
  clientId: null,
  secret: '',
  orgId: '',
  identity: kind === 'umapi' ? 'federatedID' : null,
  accountKey: '',
  invite: false,
  ca: null,
  timeoutSeconds: null,
  unmanaged: 'leave',
  slots: firstSlots(kind),
})

/** The steps of setting a kind of target up; one that is there keeps its name and kind. */
export function stepsOf(kind: string, isNew: boolean): readonly Step[] {
  const steps: Step[] = isNew ? ['what'] : []
  if (kind !== 'csv' && isNew) steps.push('rights')
  return [...steps, 'access', 'slots', 'finish']
}

const isSaid = (text: string | null) => (text ?? '').trim() !== ''

/** What a step needs before the next one makes sense. */
export function isReady(step: Step, settings: TargetSettings, hasSecret: boolean): boolean {
  if (step === 'what') return isSaid(settings.name)
  if (step === 'slots') return settings.slots.every(({ name }) => isSaid(name))
  if (step !== 'access') return true
  switch (settings.kind) {
    case 'csv':
      return isSaid(settings.accounts)
    case 'umapi':
      return hasSecret && isSaid(settings.orgId) && isSaid(settings.clientId)
    case 'goto':
      return hasSecret && isSaid(settings.accountKey) && isSaid(settings.clientId)
    default:
      return (
        hasSecret && isSaid(settings.url) && isSaid(settings.clientId) === isSaid(settings.tokenUrl)
      )
  }
}

/** Values as lines: `Connect`, or `Connect = 500` where there are so many licences. */
export const writeValues = (values: readonly SlotValue[]): string =>
  values.map(({ name, seats }) => (seats === null ? name : `${name} = ${seats}`)).join('\n')

/** Reads what `writeValues` writes; empty lines are left out, and a value that stands twice counts once. */
export function readValues(text: string): SlotValue[] {
  const values = new Map<string, SlotValue>()
  for (const line of text.split('\n')) {
    const counted = /^(.*\S)\s*=\s*(\d{1,12})\s*$/.exec(line.trim())
    const name = (counted?.[1] ?? line).trim()
    if (name !== '') values.set(name, { name, seats: counted ? Number(counted[2]) : null })
  }
  return [...values.values()]
}

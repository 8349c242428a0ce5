import type { DiscardsRequest } from '../../platform'

/** What guards hold, and so what can be discarded. */
export const kinds = ['unassign', 'suspend', 'assign'] as const

/** Which discarded changes are asked for; it stands in the address. */
export interface DiscardFilter {
  kind: (typeof kinds)[number] | null
  target: string | null
  text: string
}

/** Reads the filter of an address; what it does not know is left out. */
export function readDiscardFilter({ kind, target, q }: Record<string, string>): DiscardFilter {
  return { kind: kinds.find((one) => one === kind) ?? null, target: target ?? null, text: q ?? '' }
}

/** Whether any discarded change is left out. */
export const isNarrowed = ({ kind, target, text }: DiscardFilter): boolean =>
  kind !== null || target !== null || text !== ''

/** What the engine is asked for. */
export function discardsAsked({
  kind,
  target,
  text,
}: DiscardFilter): Omit<DiscardsRequest, 'page'> {
  return { target, text, ...(kind && { kind }) }
}

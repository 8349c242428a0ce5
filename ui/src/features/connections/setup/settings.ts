import type { SourceSettings } from '../../../platform'

/** The kinds of source, in the order in which they are offered. */
export const kinds = [
  'entra',
  'google',
  'okta',
  'ldap',
  'scim-push',
  'scim',
  'csv',
  'ldif',
] as const

/** A kind of source. */
export type Kind = (typeof kinds)[number]

/** A source of this kind of which nothing is said yet. */
export const blank = (kind: string): SourceSettings => ({
  kind,
  users: '',
  groups: null,
  delimiter: null,
  file: '',
  url: null,
  tokenUrl: null,
  startTls: false,
  bindDn: '',
  base: '',
  flavour: null,
  userFilter: null,
  groupFilter: null,
  fingerprint: null,
  ca: null,
  timeoutSeconds: null,
  tenant: '',
  clientId: null,
  customer: kind === 'google' ? 'my_customer' : '',
  admin: '',
  secret: '',
  signIn: false,
  secretExpires: null,
  map: {},
  scopeGroups: [],
  scopeOrgUnits: [],
  scopeQuery: null,
  everySeconds: null,
  fullEverySeconds: null,
})

/** The steps of setting a kind of source up. */
export function stepsOf(kind: string): readonly string[] {
  switch (kind) {
    case 'csv':
      return ['file', 'columns', 'finish']
    case 'ldif':
      return ['file', 'finish']
    case 'ldap':
      return ['server', 'tree', 'finish']
    case 'scim-push':
      return ['finish']
    default:
      return ['rights', 'access', 'fields', 'finish']
  }
}

/** What a step needs before the next one makes sense. */
export function isReady(step: string, source: SourceSettings, hasSecret: boolean): boolean {
  switch (step) {
    case 'file':
      return (source.kind === 'csv' ? source.users : source.file).trim() !== ''
    case 'server':
      return (source.url ?? '').trim() !== '' && source.bindDn.trim() !== '' && hasSecret
    case 'tree':
      return source.base.trim() !== ''
    case 'access':
      if (!hasSecret) return false
      if (source.kind === 'entra')
        return source.tenant.trim() !== '' && (source.clientId ?? '').trim() !== ''
      if (source.kind === 'google')
        return source.customer.trim() !== '' && (source.signIn || source.admin.trim() !== '')
      return (source.url ?? '').trim() !== ''
    default:
      return true
  }
}

/** The lines of a text, as a list without empty ones. */
export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** Whether people can sign in to this kind of source by a browser. */
export const hasSignIn = (kind: string): boolean => kind === 'entra' || kind === 'google'

/** Empty text as nothing. */
export const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim())

import type { LdapServer } from '../../../platform'
import type { Setup } from './useSetup'

/** The directory server as it is tried out and browsed before it is attached. */
export const serverOf = ({ source, secret }: Setup): LdapServer => ({
  url: source.url ?? '',
  startTls: source.startTls,
  bindDn: source.bindDn,
  secret: secret === '' && source.secret !== '' ? source.secret : null,
  password: secret === '' ? null : secret,
  base: source.base,
  flavour: source.flavour,
  users: source.userFilter,
  groups: source.groupFilter,
  ca: source.ca,
  fingerprint: source.fingerprint,
  timeoutSeconds: source.timeoutSeconds,
  map: source.map,
  scopeGroups: source.scopeGroups,
  scopeOrgUnits: source.scopeOrgUnits,
  scopeQuery: source.scopeQuery,
})

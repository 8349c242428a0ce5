import { Plural, Trans } from '@lingui/react/macro'
import type { ActivityItem } from '../platform'
import { numberIn, OtherSentence, textIn, useActor } from './activityParts'
import { PersonSentence, personKinds } from './PersonSentence'

/** Kinds of entries about directories, their sources, domains, tokens and edit windows, and the people in them. */
export const directoryKinds: ReadonlySet<string> = new Set([
  'directory_added',
  'directory_changed',
  'directory_removed',
  'source_attached',
  'source_changed',
  'source_removed',
  'edit_window_opened',
  'edit_window_closed',
  'domain_requested',
  'domain_verified',
  'domain_removed',
  'dns_resolver_changed',
  'token_created',
  'token_revoked',
  'push_listening_changed',
  ...personKinds,
])

/** A step in the life of a directory, as a sentence. */
export function DirectorySentence({ item }: { item: ActivityItem }) {
  const actor = useActor()(item.who)
  const { detail } = item
  const directory = <b>{textIn(detail, 'directory')}</b>
  const domain = <b>{textIn(detail, 'domain')}</b>
  const name = textIn(detail, 'name') ?? ''
  const address = textIn(detail, 'address')
  const people = numberIn(detail, 'people') ?? 0
  if (personKinds.has(item.kind)) return <PersonSentence item={item} />
  switch (item.kind) {
    case 'directory_added':
      return (
        <Trans>
          {actor} added the directory {directory}
        </Trans>
      )
    case 'directory_changed':
      return (
        <Trans>
          {actor} changed settings of {directory}
        </Trans>
      )
    case 'directory_removed':
      return (
        <Trans>
          {actor} removed the directory {directory}
        </Trans>
      )
    case 'source_attached':
      return (
        <Trans>
          {actor} attached a source to {directory}
        </Trans>
      )
    case 'source_changed':
      return (
        <Trans>
          {actor} changed the source of {directory}
        </Trans>
      )
    case 'source_removed':
      return (
        <Trans>
          {actor} removed the sync of {directory};{' '}
          <Plural value={people} one="# person stays" other="# people stay" />
        </Trans>
      )
    case 'edit_window_opened':
      return (
        <Trans>
          {actor} let {directory} be edited for one hour
        </Trans>
      )
    case 'edit_window_closed':
      return <Trans>{directory} is read-only again</Trans>
    case 'domain_requested':
      return (
        <Trans>
          {actor} requested the proof of {domain}
        </Trans>
      )
    case 'domain_verified':
      return <Trans>{domain} is proven</Trans>
    case 'domain_removed':
      return (
        <Trans>
          {actor} removed the domain {domain}
        </Trans>
      )
    case 'dns_resolver_changed':
      return address === null ? (
        <Trans>{actor} has the system’s DNS server asked for proofs</Trans>
      ) : (
        <Trans>
          {actor} has the DNS server {address} asked for proofs
        </Trans>
      )
    case 'token_created':
      return (
        <Trans>
          {actor} made the token “{name}” for {directory}
        </Trans>
      )
    case 'token_revoked':
      return (
        <Trans>
          {actor} revoked the token “{name}” of {directory}
        </Trans>
      )
    case 'push_listening_changed':
      return detail.on === true ? (
        <Trans>
          {actor} lets SCIM calls be taken at {address}
        </Trans>
      ) : (
        <Trans>{actor} ended that SCIM calls of other machines are taken</Trans>
      )
    default:
      return <OtherSentence item={item} />
  }
}

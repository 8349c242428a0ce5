import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Link } from 'react-aria-components'
import { hrefTo } from '../../../app'
import { LinkButton, Said, StatusWord } from '../../../components'
import { Time, useFormat } from '../../../i18n'
import type { DirectoryItem } from '../../../platform'
import { EditBanner } from '../../people/editing/EditBanner'
import styles from '../connections.module.css'
import { useKindWords } from '../kindWords'
import { QuarantineNote } from '../Standstill'
import { DirectoryActions } from './DirectoryActions'
import { OrgUnitQuestion } from './OrgUnitQuestion'

const shownWarnings = 3

function Health({ directory }: { directory: DirectoryItem }) {
  const { t } = useLingui()
  const { quarantine, error, synced, readAt, warnings } = directory
  if (quarantine?.state === 'off') return <StatusWord tone="bad">{t`Switched off`}</StatusWord>
  if (quarantine) return <StatusWord tone="bad">{t`In quarantine`}</StatusWord>
  if (error) return <StatusWord tone="bad">{t`Cannot be read`}</StatusWord>
  if (!synced) return <StatusWord tone="idle">{t`Not synced`}</StatusWord>
  if (readAt === null) return <StatusWord tone="idle">{t`Not read yet`}</StatusWord>
  if (warnings.length > 0) return <StatusWord tone="warn">{t`Read with warnings`}</StatusWord>
  return <StatusWord tone="ok">{t`In order`}</StatusWord>
}

function Facts({ directory, nextAt }: { directory: DirectoryItem; nextAt: number | null }) {
  const { t } = useLingui()
  const { number } = useFormat()
  const { place, people, groups, gone, notSeenYet, readAt, synced, kind } = directory
  return (
    <dl className={styles.facts}>
      <div>
        <dt>{t`Place`}</dt>
        <dd>{place ? <code>{place}</code> : '—'}</dd>
      </div>
      <div>
        <dt>{t`People`}</dt>
        <dd>
          {number(people)}
          {gone > 0 && (
            <small className={styles.block}>
              <Plural value={gone} one="# no longer delivered" other="# no longer delivered" />
            </small>
          )}
          {notSeenYet > 0 && (
            <small className={styles.block}>
              <Plural value={notSeenYet} one="# not seen yet" other="# not seen yet" />
            </small>
          )}
        </dd>
      </div>
      <div>
        <dt>{t`Groups`}</dt>
        <dd>{number(groups)}</dd>
      </div>
      <div>
        <dt>{kind === 'scim-push' ? t`Last change` : t`Last read`}</dt>
        <dd>
          {readAt === null ? t`never` : <Time at={readAt} />}
          {synced && kind !== 'scim-push' && (
            <small className={styles.block}>
              {nextAt === null ? (
                <Trans>next with a run by hand</Trans>
              ) : (
                <Trans>
                  next at <Time at={nextAt} />
                </Trans>
              )}
            </small>
          )}
        </dd>
      </div>
    </dl>
  )
}

function Domains({ directory }: { directory: DirectoryItem }) {
  const { t } = useLingui()
  const words: Record<string, string> = {
    verified: t`verified`,
    pending: t`pending`,
    expired: t`expired`,
  }
  const tones = { verified: 'ok', pending: 'warn', expired: 'bad' } as const
  return (
    <ul className={styles.domains} aria-label={t`Domains`}>
      {directory.domains.map(({ name, state }) => (
        <li key={name}>
          <Link href={hrefTo('people', [], { view: 'domains' })}>
            <StatusWord tone={tones[state as keyof typeof tones] ?? 'warn'}>
              {name} · {words[state] ?? state}
            </StatusWord>
          </Link>
        </li>
      ))}
    </ul>
  )
}

/** A directory with its source: how it is, where it is, what it delivered, its domains, and what can be done with it. */
export function DirectoryCard({
  directory,
  nextAt,
}: {
  directory: DirectoryItem
  /** When the next run reads it. */
  nextAt: number | null
}) {
  const kind = useKindWords()
  const { name, warnings, error, quarantine, editWindow } = directory
  const more = warnings.length - shownWarnings
  return (
    <li className={styles.card}>
      <div className={styles.head}>
        <h3>{name}</h3>
        <span className={styles.kind}>{kind(directory.kind)}</span>
        <div className={styles.actions}>
          <Health directory={directory} />
          <DirectoryActions directory={directory} />
        </div>
      </div>
      {editWindow && <EditBanner window={editWindow} />}
      {quarantine && <QuarantineNote item={quarantine} />}
      {error && !quarantine && <Said tone="bad">{error}</Said>}
      <Facts directory={directory} nextAt={nextAt} />
      {directory.asksOrgUnit && <OrgUnitQuestion directory={name} />}
      {directory.domains.length > 0 && <Domains directory={directory} />}
      {directory.domains.length === 0 && directory.checkDomains && directory.people > 0 && (
        <div className={styles.still}>
          <Said tone="warn">
            <Trans>
              No domain yet: rules give nothing to people whose address is outside the verified
              domains.
            </Trans>
          </Said>
          <div className={styles.stillActions}>
            <LinkButton href={hrefTo('people', [], { view: 'domains' })}>
              <Trans>Add a domain</Trans>
            </LinkButton>
          </div>
        </div>
      )}
      {warnings.length > 0 && (
        <div className={styles.warnings}>
          {warnings.slice(0, shownWarnings).map((warning) => (
            <Said key={warning} tone="warn">
              {warning}
            </Said>
          ))}
          {more > 0 && (
            <span className={styles.kind}>
              <Plural value={more} one="and # more" other="and # more" />
            </span>
          )}
        </div>
      )}
    </li>
  )
}

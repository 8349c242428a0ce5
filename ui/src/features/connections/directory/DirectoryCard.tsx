import { plural } from '@lingui/core/macro'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Link } from 'react-aria-components'
import { hrefTo } from '../../../app'
import { LinkButton, Said, StatusWord, useWarningWords } from '../../../components'
import { Time, useFormat } from '../../../i18n'
import type { DirectoryItem, LastReading } from '../../../platform'
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

/** What the last reading brought, and for how long nothing is known of the source. */
function Brought({ last }: { last: LastReading }) {
  const { t } = useLingui()
  const { number, list, duration } = useFormat()
  const { added, changed, gone, lagMs, isLate, tookMs, calls } = last
  const parts = [
    ...(added > 0 ? [plural(added, { one: '# new', other: '# new' })] : []),
    ...(changed > 0 ? [plural(changed, { one: '# changed', other: '# changed' })] : []),
    ...(gone > 0 ? [plural(gone, { one: '# gone', other: '# gone' })] : []),
  ]
  return (
    <>
      <div>
        <dt>{t`Changes`}</dt>
        <dd>
          {parts.length === 0 ? t`none` : list(parts)}
          <small className={styles.block}>
            {calls === null
              ? t`in ${duration(tookMs)}`
              : t`in ${duration(tookMs)}, by ${number(calls)} calls`}
          </small>
        </dd>
      </div>
      <div>
        <dt>{t`Lag`}</dt>
        <dd>
          {isLate ? (
            <StatusWord tone="warn">{duration(lagMs)}</StatusWord>
          ) : (
            <Time at={last.asOf} />
          )}
          <small className={styles.block}>
            {isLate ? t`longer than two cycles` : t`known up to then`}
          </small>
        </dd>
      </div>
    </>
  )
}

function Facts({ directory }: { directory: DirectoryItem }) {
  const { t } = useLingui()
  const { number } = useFormat()
  const { place, people, groups, gone, notSeenYet, readAt, synced, kind, nextAt } = directory
  const { last, secretExpires } = directory
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
      {last && kind !== 'scim-push' && <Brought last={last} />}
      {secretExpires && (
        <div>
          <dt>{t`Last day of the secret`}</dt>
          <dd>
            <time dateTime={secretExpires}>{secretExpires}</time>
          </dd>
        </div>
      )}
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
export function DirectoryCard({ directory }: { directory: DirectoryItem }) {
  const kind = useKindWords()
  const { name, warnings, error, quarantine, editWindow } = directory
  const more = warnings.length - shownWarnings
  // A failing connection says why in its quarantine; a credential is mended by who reads the vendor's words.
  const isRejected = quarantine?.reason === 'credential_rejected'
  const words = useWarningWords()
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
      {error && (!quarantine || isRejected) && (
        <div className={styles.still}>
          <Said tone="bad">{error}</Said>
          {isRejected && directory.signsIn && (
            <div className={styles.stillActions}>
              <LinkButton href={hrefTo('connections', ['directory', name, 'source'])}>
                <Trans>Sign in again</Trans>
              </LinkButton>
            </div>
          )}
        </div>
      )}
      <Facts directory={directory} />
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
          {warnings.slice(0, shownWarnings).map((warning, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two rows of a file may say the same
            <Said key={index} tone="warn">
              {words(warning)}
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

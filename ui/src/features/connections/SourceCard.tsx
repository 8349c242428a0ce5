import { Trans, useLingui } from '@lingui/react/macro'
import { Said, StatusWord } from '../../components'
import { Time, useFormat } from '../../i18n'
import type { QuarantineItem, SourceItem } from '../../platform'
import styles from './connections.module.css'
import { useKindWords } from './kindWords'
import { QuarantineNote } from './Standstill'

const shownWarnings = 3

interface Props {
  source: SourceItem
  /** Whether what its provider pushes is left alone. */
  quarantine: QuarantineItem | undefined
}

function Health({ source, quarantine }: Props) {
  const { t } = useLingui()
  if (quarantine?.state === 'off') return <StatusWord tone="bad">{t`Switched off`}</StatusWord>
  if (quarantine) return <StatusWord tone="bad">{t`In quarantine`}</StatusWord>
  if (source.error) return <StatusWord tone="bad">{t`Cannot be read`}</StatusWord>
  if (source.kind === '') return <StatusWord tone="idle">{t`Not synced`}</StatusWord>
  if (source.readAt === null) return <StatusWord tone="idle">{t`Not read yet`}</StatusWord>
  if (source.warnings.length > 0)
    return <StatusWord tone="warn">{t`Read with warnings`}</StatusWord>
  return <StatusWord tone="ok">{t`In order`}</StatusWord>
}

/** A directory with its source: how it is, where it is, what it delivered, and its domains. */
export function SourceCard({ source, quarantine }: Props) {
  const { t } = useLingui()
  const { number } = useFormat()
  const kind = useKindWords()
  const more = source.warnings.length - shownWarnings
  const rest = number(more)
  return (
    <li className={styles.card}>
      <div className={styles.head}>
        <h3>{source.directory}</h3>
        <span className={styles.kind}>{kind(source.kind)}</span>
        <div className={styles.actions}>
          <Health source={source} quarantine={quarantine} />
        </div>
      </div>
      {quarantine && <QuarantineNote item={quarantine} />}
      {source.error && <Said tone="bad">{source.error}</Said>}
      <dl className={styles.facts}>
        <div>
          <dt>{t`Place`}</dt>
          <dd>{source.place ? <code>{source.place}</code> : '—'}</dd>
        </div>
        <div>
          <dt>{t`People`}</dt>
          <dd>{number(source.people)}</dd>
        </div>
        <div>
          <dt>{t`Groups`}</dt>
          <dd>{number(source.groups)}</dd>
        </div>
        <div>
          <dt>{t`Last read`}</dt>
          <dd>{source.readAt === null ? t`never` : <Time at={source.readAt} />}</dd>
        </div>
      </dl>
      {source.domains.length > 0 && (
        <ul className={styles.domains} aria-label={t`Domains`}>
          {source.domains.map((domain) => (
            <li key={domain.name}>
              <StatusWord tone={domain.verified ? 'ok' : 'warn'}>
                {domain.verified ? t`${domain.name} · verified` : t`${domain.name} · not verified`}
              </StatusWord>
            </li>
          ))}
        </ul>
      )}
      {source.warnings.length > 0 && (
        <div className={styles.warnings}>
          {source.warnings.slice(0, shownWarnings).map((warning) => (
            <Said key={warning} tone="warn">
              {warning}
            </Said>
          ))}
          {more > 0 && (
            <span className={styles.kind}>
              <Trans>and {rest} more</Trans>
            </span>
          )}
        </div>
      )}
    </li>
  )
}

import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { Button, StatusWord } from '../../components'
import { Time, useFormat } from '../../i18n'
import { type ConnectionTarget, useCommandAction } from '../../platform'
import styles from './connections.module.css'
import { useKindWords } from './kindWords'
import { Said } from './Said'
import { SecretDialog } from './SecretDialog'

function Health({ target }: { target: ConnectionTarget }) {
  const { t } = useLingui()
  if (target.secret !== null && !target.secretPresent) {
    return <StatusWord tone="bad">{t`Secret missing`}</StatusWord>
  }
  if (target.error) return <StatusWord tone="bad">{t`Cannot be read`}</StatusWord>
  if (target.readAt === null) return <StatusWord tone="idle">{t`Not read yet`}</StatusWord>
  return <StatusWord tone="ok">{t`In order`}</StatusWord>
}

/** A target: how it is, where it is, whose accounts it holds, its secret, and a test in place. */
export function TargetCard({ target }: { target: ConnectionTarget }) {
  const { t } = useLingui()
  const { number } = useFormat()
  const kind = useKindWords()
  const [isAsked, setAsked] = useState(false)
  const test = useCommandAction('connections.test', { refresh: ['connections.list'] })
  const { name, secret, secretPresent } = target
  return (
    <li className={styles.card}>
      <div className={styles.head}>
        <h3>{name}</h3>
        <span className={styles.kind}>{kind(target.kind)}</span>
        <div className={styles.actions}>
          <Health target={target} />
          {secret !== null && (
            <Button icon={KeyRound} onPress={() => setAsked(true)}>
              {secretPresent ? <Trans>Replace secret…</Trans> : <Trans>Set secret…</Trans>}
            </Button>
          )}
          <Button
            onPress={() => test.mutate({ target: name })}
            isPending={test.isPending}
            aria-label={t`Test ${name}`}
          >
            <Trans>Test</Trans>
          </Button>
        </div>
      </div>
      {target.error && !test.data && <Said tone="bad">{target.error}</Said>}
      <div aria-live="polite" className={styles.live}>
        {test.data && <Said tone={test.data.ok ? 'ok' : 'bad'}>{test.data.message}</Said>}
        {test.error && <Said tone="bad">{test.error.message}</Said>}
      </div>
      <dl className={styles.facts}>
        <div>
          <dt>{t`Place`}</dt>
          <dd>{target.place ? <code>{target.place}</code> : '—'}</dd>
        </div>
        <div>
          <dt>{t`Accounts`}</dt>
          <dd>
            {number(target.accounts)}{' '}
            <span className={styles.kind}>
              <Plural value={target.managed} other="(# managed)" />
            </span>
          </dd>
        </div>
        <div>
          <dt>{t`Secret`}</dt>
          <dd>
            {secret === null ? (
              t`none needed`
            ) : (
              <span title={secret}>{secretPresent ? t`present` : t`missing`}</span>
            )}
          </dd>
        </div>
        <div>
          <dt>{t`Last read`}</dt>
          <dd>{target.readAt === null ? t`never` : <Time at={target.readAt} />}</dd>
        </div>
      </dl>
      {isAsked && secret !== null && (
        <SecretDialog name={secret} isPresent={secretPresent} onClose={() => setAsked(false)} />
      )}
    </li>
  )
}

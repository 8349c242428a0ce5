import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { hrefTo } from '../../app'
import { Button, LinkButton, Said, StatusWord, useCauseWords } from '../../components'
import { Time, useEngineWords } from '../../i18n'
import { type ConnectionTarget, type SendMap, useCommandAction } from '../../platform'
import styles from './connections.module.css'
import { useKindWords } from './kindWords'
import { SecretDialog } from './SecretDialog'
import { PausedNote, QuarantineNote } from './Standstill'
import { TargetFacts } from './TargetFacts'
import { usePause } from './useStandstill'

function Health({ target }: { target: ConnectionTarget }) {
  const { t } = useLingui()
  if (target.quarantine?.state === 'off') {
    return <StatusWord tone="bad">{t`Switched off`}</StatusWord>
  }
  if (target.quarantine?.state === 'trial') {
    return <StatusWord tone="warn">{t`To be tried`}</StatusWord>
  }
  if (target.quarantine) return <StatusWord tone="bad">{t`In quarantine`}</StatusWord>
  if (target.secret !== null && !target.secretPresent) {
    return <StatusWord tone="bad">{t`Secret missing`}</StatusWord>
  }
  if (target.error) return <StatusWord tone="bad">{t`Cannot be read`}</StatusWord>
  if (target.paused) return <StatusWord tone="warn">{t`Paused`}</StatusWord>
  if (isToRenew(target)) return <StatusWord tone="warn">{t`Secret to be renewed`}</StatusWord>
  if (target.readAt === null) return <StatusWord tone="idle">{t`Not read yet`}</StatusWord>
  return <StatusWord tone="ok">{t`In order`}</StatusWord>
}

/** What is wrong with a target and what to do, with its own words behind. */
function Trouble({
  target,
  cause,
  said,
}: {
  target: ConnectionTarget
  cause: string | null
  said: string
}) {
  const causes = useCauseWords()
  const words = useEngineWords()
  if (cause === null) return words(said)
  const facts = { cause, target: target.name, values: [], rules: [], people: 0 }
  return (
    <>
      {causes.remedy(facts)} “{words(said)}”
    </>
  )
}

/** Whether the secret is older than one wants it to be. */
const isToRenew = ({ renewAt }: ConnectionTarget) => renewAt !== null && renewAt <= Date.now()

/** A target: how it is, why it stands still, its particulars, its secret, and a test in place. */
export function TargetCard({
  target,
  sends,
}: {
  target: ConnectionTarget
  sends: SendMap | undefined
}) {
  const { t } = useLingui()
  const kind = useKindWords()
  const [isAsked, setAsked] = useState(false)
  const test = useCommandAction('connections.test', { refresh: ['connections.list'] })
  const pausing = usePause()
  const { name, secret, secretPresent, paused, quarantine } = target
  return (
    <li className={styles.card}>
      <div className={styles.head}>
        <h3>{name}</h3>
        <span className={styles.kind}>{kind(target.kind)}</span>
        <div className={styles.actions}>
          <Health target={target} />
          {!paused && (
            <Button
              isPending={pausing.isPending}
              aria-label={t`Pause ${name}`}
              onPress={() => pausing.mutate({ target: name })}
            >
              <Trans>Pause</Trans>
            </Button>
          )}
          {secret !== null && (
            <Button icon={KeyRound} onPress={() => setAsked(true)}>
              {secretPresent ? <Trans>Replace secret…</Trans> : <Trans>Set secret…</Trans>}
            </Button>
          )}
          <LinkButton href={hrefTo('connections', ['target', name])}>
            <Trans>Set up</Trans>
          </LinkButton>
          <Button
            onPress={() => test.mutate({ target: name })}
            isPending={test.isPending}
            aria-label={t`Test ${name}`}
          >
            <Trans>Test</Trans>
          </Button>
        </div>
      </div>
      {quarantine && <QuarantineNote item={quarantine} />}
      {paused && <PausedNote paused={paused} />}
      {isToRenew(target) && target.secretSetAt !== null && (
        <Said tone="warn">
          <Trans>
            Its secret was set <Time at={target.secretSetAt} as="relative" />. Make a new one in the
            console, set it here, test it, then delete the old one there.
          </Trans>
        </Said>
      )}
      {target.error && !quarantine && !test.data && (
        <Said tone="bad">
          <Trouble target={target} cause={target.cause} said={target.error} />
        </Said>
      )}
      <div aria-live="polite" className={styles.live}>
        {test.data?.ok && (
          <Said tone="ok">
            <Plural
              value={test.data.accounts ?? 0}
              one={`${name} answered: # account.`}
              other={`${name} answered: # accounts.`}
            />
          </Said>
        )}
        {test.data && !test.data.ok && (
          <Said tone="bad">
            <Trouble target={target} cause={test.data.cause} said={test.data.message} />
          </Said>
        )}
        {test.error && <Said tone="bad">{test.error.message}</Said>}
      </div>
      <TargetFacts target={target} sends={sends} />
      {isAsked && secret !== null && (
        <SecretDialog name={secret} isPresent={secretPresent} onClose={() => setAsked(false)} />
      )}
    </li>
  )
}

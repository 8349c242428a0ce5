import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Checkbox, Said, StepItem, Steps, TextField } from '../../../components'
import { useEngineWords, useFormat } from '../../../i18n'
import { type LdapProbe, type LdapProbeStep, useCommandAction } from '../../../platform'
import { serverOf } from './ldap'
import { orNull } from './settings'
import styles from './setup.module.css'
import type { Setup } from './useSetup'

/** What a step of the trial is about, in words. */
export function useLdapStepWords() {
  const { t } = useLingui()
  return (step: string): string => {
    switch (step) {
      case 'reach':
        return t`The server answers`
      case 'trust':
        return t`Its certificate is trusted`
      case 'bind':
        return t`It lets us in`
      case 'base':
        return t`The base is there`
      case 'counts':
        return t`People and groups are counted`
      default:
        return t`Five people are read`
    }
  }
}

/** What was found in a step, or what is wrong. */
function useFound() {
  const { t } = useLingui()
  const { list, number } = useFormat()
  const said = useEngineWords()
  const counted = (count: number, isMore: boolean) =>
    isMore ? t`more than ${number(count)}` : number(count)
  return ({ name, state, message }: LdapProbeStep, probe: LdapProbe): string => {
    if (state !== 'ok') return said(message)
    if (name === 'reach') return ''
    if (name !== 'counts') return said(message)
    const people = counted(probe.people ?? 0, probe.peopleMore)
    const groups = counted(probe.groups ?? 0, probe.groupsMore)
    return list([t`People: ${people}`, t`Groups: ${groups}`])
  }
}

/** The steps of a trial, each with what was found or what is wrong. */
export function LdapSteps({
  probe,
  upTo,
  toldBelow = '',
}: {
  probe: LdapProbe
  upTo?: readonly string[]
  /** The step of which more is said below, so that nothing is said twice. */
  toldBelow?: string
}) {
  const words = useLdapStepWords()
  const found = useFound()
  const steps = upTo ? probe.steps.filter(({ name }) => upTo.includes(name)) : probe.steps
  return (
    <Steps>
      {steps.map((step) => (
        <StepItem
          key={step.name}
          state={step.state === 'ok' ? 'done' : step.state === 'failed' ? 'failed' : 'later'}
          title={words(step.name)}
        >
          {step.name !== toldBelow && found(step, probe)}
        </StepItem>
      ))}
    </Steps>
  )
}

/** The certificate that is to be trusted or not, where the server has one that nobody known signed. */
function untrusted(setup: Setup, { certificate, steps }: LdapProbe) {
  const isRefused = steps.some(({ name, state }) => name === 'trust' && state === 'failed')
  const isTrusted = setup.source.fingerprint === certificate?.fingerprint
  return isRefused && !isTrusted ? certificate : null
}

/** A certificate that nobody known signed, and the way to trust it all the same. */
function Certificate({ setup, probe }: { setup: Setup; probe: LdapProbe }) {
  const { change } = setup
  const said = useEngineWords()
  const certificate = untrusted(setup, probe)
  if (!certificate) return null
  return (
    <div className={styles.form}>
      <Said tone="warn">
        <Trans>
          The certificate of {certificate.subject}, signed by {certificate.issuer}, is not trusted:{' '}
          {said(certificate.reason)}. Compare its SHA-256 fingerprint with the server’s own before
          you trust it:
        </Trans>{' '}
        <code>{certificate.fingerprint}</code>
      </Said>
      <div>
        <Button onPress={() => change({ fingerprint: certificate.fingerprint })}>
          <Trans>Trust this certificate</Trans>
        </Button>
      </div>
    </div>
  )
}

/** Where the directory server is and who asks it, tried out. */
export function ServerStep({ setup }: { setup: Setup }) {
  const { t } = useLingui()
  const { source, change, secret, setSecret, hasSecret } = setup
  const trying = useCommandAction('ldap.probe', { refresh: [] })
  const isPlain = (source.url ?? '').startsWith('ldap:')
  return (
    <div className={styles.form}>
      <div className={styles.two}>
        <TextField
          label={t`Address`}
          placeholder="ldaps://dc1.example.com"
          mono
          value={source.url ?? ''}
          onChange={(url) => change({ url: orNull(url), fingerprint: null })}
        />
        <TextField
          label={t`Who asks`}
          description={t`A DN; for Active Directory also name@domain. Reading is all it needs.`}
          placeholder="cn=rolecall,ou=services,dc=example,dc=com"
          value={source.bindDn}
          onChange={(bindDn) => change({ bindDn })}
        />
      </div>
      <TextField
        label={t`Password`}
        type="password"
        description={
          hasSecret && secret === ''
            ? t`One is kept already; leave this empty to go on using it.`
            : t`It goes where secrets are kept and is never shown again.`
        }
        value={secret}
        onChange={setSecret}
      />
      {isPlain && (
        <Checkbox
          label={t`Encrypt the connection before anything is said (StartTLS)`}
          isSelected={source.startTls}
          onChange={(startTls) => change({ startTls })}
        />
      )}
      {isPlain && !source.startTls && (
        <Said tone="warn">
          <Trans>The password and everything that is read would travel in the clear.</Trans>
        </Said>
      )}
      {source.fingerprint && (
        <Said tone="ok">
          <Trans>The certificate with this fingerprint is trusted whoever signed it:</Trans>{' '}
          <code>{source.fingerprint}</code>{' '}
          <Button small variant="quiet" onPress={() => change({ fingerprint: null })}>
            <Trans>Trust it no longer</Trans>
          </Button>
        </Said>
      )}
      <div>
        <Button
          isPending={trying.isPending}
          isDisabled={(source.url ?? '') === ''}
          onPress={() => trying.mutate({ ...serverOf(setup), base: '' })}
        >
          <Trans>Try it out</Trans>
        </Button>
      </div>
      <div aria-live="polite" className={styles.form}>
        {trying.error && <Said tone="bad">{trying.error.message}</Said>}
        {trying.data && (
          <>
            <LdapSteps
              probe={trying.data}
              upTo={['reach', 'trust', 'bind']}
              toldBelow={untrusted(setup, trying.data) ? 'trust' : ''}
            />
            <Certificate setup={setup} probe={trying.data} />
            {trying.data.vendor && (
              <p className={styles.soft}>
                <Trans>The server says it is {trying.data.vendor}.</Trans>
              </p>
            )}
          </>
        )}
      </div>
    </div>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Said, StepItem, Steps, TextField } from '../../../components'
import { useEngineWords } from '../../../i18n'
import { type SourceProbe, useCommandAction } from '../../../platform'
import { Credential } from './Credential'
import { Scope } from './Scope'
import { orNull } from './settings'
import styles from './setup.module.css'
import type { Setup } from './useSetup'

function Fields({ setup }: { setup: Setup }) {
  const { t } = useLingui()
  const { source, change } = setup
  switch (source.kind) {
    case 'entra':
      return (
        <div className={styles.two}>
          <TextField
            label={t`Tenant`}
            description={t`Its id or one of its domains.`}
            placeholder="contoso.onmicrosoft.com"
            value={source.tenant}
            onChange={(tenant) => change({ tenant })}
          />
          <TextField
            label={t`Application (client) id`}
            value={source.clientId ?? ''}
            onChange={(id) => change({ clientId: orNull(id) })}
          />
        </div>
      )
    case 'google':
      return (
        <div className={styles.two}>
          <TextField
            label={t`Customer`}
            description={t`my_customer is the one the administrator belongs to.`}
            value={source.customer}
            onChange={(customer) => change({ customer })}
          />
          {!source.signIn && (
            <TextField
              label={t`Administrator`}
              description={t`On whose behalf the service account asks.`}
              placeholder="admin@example.com"
              value={source.admin}
              onChange={(admin) => change({ admin })}
            />
          )}
        </div>
      )
    case 'okta':
      return (
        <div className={styles.two}>
          <TextField
            label={t`Address`}
            placeholder="https://example.okta.com"
            mono
            value={source.url ?? ''}
            onChange={(url) => change({ url: orNull(url) })}
          />
          <TextField
            label={t`Application (client) id`}
            description={t`Only where the secret is a private key.`}
            value={source.clientId ?? ''}
            onChange={(id) => change({ clientId: orNull(id) })}
          />
        </div>
      )
    default:
      return (
        <TextField
          label={t`Address`}
          placeholder="https://provider.example/scim/v2"
          mono
          value={source.url ?? ''}
          onChange={(url) => change({ url: orNull(url) })}
        />
      )
  }
}

/** What a step of the trial is about, in words; a right keeps the vendor's own name. */
function useStepWords() {
  const { t } = useLingui()
  return (step: string): string => {
    switch (step) {
      case 'reach':
        return t`The address answers`
      case 'credential':
        return t`The credential is accepted`
      case 'people':
        return t`Five people are read`
      default:
        return t`The right ${step}`
    }
  }
}

/** What is missing and not needed is no problem. */
function stateOf({ ok, optional }: SourceProbe['steps'][number]) {
  if (ok) return 'done'
  return optional ? 'later' : 'failed'
}

function Found({ probe }: { probe: SourceProbe }) {
  const { t } = useLingui()
  const said = useEngineWords()
  const words = useStepWords()
  return (
    <>
      <Steps>
        {probe.steps.map((step) => (
          <StepItem key={step.step} state={stateOf(step)} title={words(step.step)}>
            {!step.ok && (
              <>
                {said(step.message)} {said(step.remedy)}
              </>
            )}
          </StepItem>
        ))}
      </Steps>
      {probe.people.length > 0 && (
        <ul className={styles.people} aria-label={t`People as they would be delivered`}>
          {probe.people.map((person) => (
            <li key={person.id} className={styles.person}>
              <b>{person.userName}</b>
              <small>
                {[
                  person.active ? t`active` : t`disabled`,
                  person.orgUnit,
                  ...person.attributes
                    .filter(([, value]) => value !== '')
                    .slice(0, 8)
                    .map(([name, value]) => `${name}: ${value}`),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </small>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

/** Where the provider is and the credential for it, tried out step by step with five people shown mapped. */
export function AccessStep({ setup }: { setup: Setup }) {
  const { source, secretValue, directory, probe, setProbe } = setup
  const trying = useCommandAction('connections.probe', { refresh: [], onSuccess: setProbe })
  return (
    <div className={styles.form}>
      <Fields setup={setup} />
      <Credential setup={setup} />
      <Scope setup={setup} />
      <div>
        <Button
          isPending={trying.isPending}
          onPress={() => trying.mutate({ directory, source, secretValue })}
        >
          <Trans>Try it out</Trans>
        </Button>
      </div>
      <div aria-live="polite" className={styles.form}>
        {trying.error && <Said tone="bad">{trying.error.message}</Said>}
        {!trying.error && probe && <Found probe={probe} />}
      </div>
    </div>
  )
}

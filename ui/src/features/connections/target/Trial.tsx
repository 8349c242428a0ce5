import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { StepItem, Steps, useCauseWords } from '../../../components'
import { useEngineWords, useFormat } from '../../../i18n'
import type { SourceProbeStep, TargetTrial } from '../../../platform'
import styles from '../setup/setup.module.css'

/** What a step of the trial is about, and what to do when it did not go well. */
function useTrialWords(kind: string) {
  const { t } = useLingui()
  const causes = useCauseWords()
  const title = (step: string): string => {
    switch (step) {
      case 'reach':
        return t`The address answers`
      case 'credential':
        return t`The credential is accepted`
      case 'right':
        return t`It may read accounts`
      default:
        return kind === 'csv' ? t`The file can be read` : t`All accounts are read`
    }
  }
  const right = (): string => {
    if (kind === 'umapi') {
      return t`Add the User Management API to the project, by a system administrator.`
    }
    if (kind === 'goto') return t`Let a super admin grant the client the scope “identity:”.`
    return t`Give the token the right to read and write users and groups.`
  }
  const remedy = ({ step, cause }: SourceProbeStep): string => {
    if (cause === 'not_permitted') return right()
    if (cause === 'credential_rejected') {
      return t`Compare the ids and the secret with the console, or make a new secret there.`
    }
    if (cause === 'certificate_untrusted') {
      return t`Install your company’s certificate authority on this machine, or correct the address.`
    }
    if (kind === 'csv') return t`Correct the path, or what stands in the file.`
    if (step === 'reach') return t`Compare the address with the console, and check the network.`
    return cause ? causes.name(cause) : ''
  }
  return { title, remedy }
}

function Found({ trial }: { trial: TargetTrial }) {
  const { t } = useLingui()
  const { number, list } = useFormat()
  const active = number(trial.active)
  return (
    <ul className={styles.people} aria-label={t`What was found`}>
      <li className={styles.person}>
        <b>
          <Plural value={trial.accounts} one="# account" other="# accounts" />
        </b>
        <small>
          <Trans>{active} active. Rolecall touches none that it did not make or adopt.</Trans>
        </small>
      </li>
      {trial.found.map(({ slot, total, values }) => (
        <li key={slot} className={styles.person}>
          <b>
            {slot} · <Plural value={total} one="# value" other="# values" />
          </b>
          <small>
            {list(
              values
                .slice(0, 8)
                .map(({ name, seats }) =>
                  seats === null ? name : t`${name} (${number(seats)} licences)`,
                ),
            )}
            {total > 8 && ' …'}
          </small>
        </li>
      ))}
    </ul>
  )
}

/** What a trial came to: each step, what is wrong and which right is missing, and what the console has. */
export function Trial({ trial, kind }: { trial: TargetTrial; kind: string }) {
  const words = useTrialWords(kind)
  // A file has no address and no credential.
  const shown = kind === 'csv' ? trial.steps.slice(-1) : trial.steps
  const said = useEngineWords()
  const isWhole = trial.steps.every(({ ok }) => ok)
  return (
    <>
      <Steps>
        {shown.map((step) => (
          <StepItem
            key={step.step}
            state={step.ok ? 'done' : 'failed'}
            title={words.title(step.step)}
          >
            {!step.ok && (
              <>
                {words.remedy(step)} “{said(step.message)}”
              </>
            )}
          </StepItem>
        ))}
      </Steps>
      {isWhole && <Found trial={trial} />}
    </>
  )
}

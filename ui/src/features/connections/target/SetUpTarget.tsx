import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { hrefTo, navigate, Page } from '../../../app'
import { Button, Dialog, LinkButton, ReadError, Said, SkeletonRows } from '../../../components'
import { type TargetDetails, useCommand, useCommandAction } from '../../../platform'
import { useKindWords } from '../kindWords'
import { SetUpFrame } from '../setup/SetUpFrame'
import styles from '../setup/setup.module.css'
import { AccessStep } from './AccessStep'
import { FinishStep } from './FinishStep'
import { RightsStep } from './RightsStep'
import { SlotsStep } from './SlotsStep'
import type { Step } from './settings'
import { type TargetSetup, useTargetSetup } from './useTargetSetup'
import { WhatStep } from './WhatStep'

function useStepWords() {
  const { t } = useLingui()
  const words: Record<Step, string> = {
    what: t`Which console`,
    rights: t`What to grant`,
    access: t`Access, tried out`,
    slots: t`What can be given`,
    finish: t`Accounts that are there`,
  }
  return (step: Step) => words[step]
}

function Stage({ setup }: { setup: TargetSetup }) {
  switch (setup.step) {
    case 'what':
      return <WhatStep setup={setup} />
    case 'rights':
      return <RightsStep kind={setup.settings.kind} />
    case 'access':
      return <AccessStep setup={setup} />
    case 'slots':
      return <SlotsStep setup={setup} />
    default:
      return <FinishStep setup={setup} />
  }
}

function Wizard({ details }: { details: TargetDetails | null }) {
  const setup = useTargetSetup(details)
  const words = useStepWords()
  return (
    <SetUpFrame
      steps={setup.steps}
      step={setup.step}
      words={words}
      goTo={setup.goTo}
      isReady={setup.isReady}
      leave={
        <LinkButton href={hrefTo('connections')} variant="quiet">
          <Trans>Cancel</Trans>
        </LinkButton>
      }
      finish={{
        label: setup.isNew ? <Trans>Add target</Trans> : <Trans>Save</Trans>,
        isPending: setup.isSaving,
        onPress: setup.save,
      }}
      error={setup.error}
    >
      <Stage setup={setup} />
    </SetUpFrame>
  )
}

/** Takes a target out of the configuration; what is in the console stays. */
function Remove({ details }: { details: TargetDetails }) {
  const { t } = useLingui()
  const [isAsked, setAsked] = useState(false)
  const name = details.settings.name
  const removing = useCommandAction('targets.remove', {
    onSuccess: () => navigate(hrefTo('connections'), { replace: true }),
  })
  return (
    <>
      <Button onPress={() => setAsked(true)}>
        <Trans>Remove…</Trans>
      </Button>
      <Dialog
        title={t`Remove ${name}`}
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        footer={
          <>
            <Button onPress={() => setAsked(false)}>
              <Trans>Cancel</Trans>
            </Button>
            <Button
              variant="danger"
              isDisabled={details.uses > 0}
              isPending={removing.isPending}
              onPress={() => removing.mutate({ target: name })}
            >
              <Trans>Remove target</Trans>
            </Button>
          </>
        }
      >
        <div className={styles.form}>
          {details.uses > 0 ? (
            <p>
              <Trans>
                Rules, exceptions or rule tests name this target. Take it out of them first.
              </Trans>
            </p>
          ) : (
            <p>
              <Trans>
                Rolecall forgets the target. All accounts there stay as they are, and nobody takes
                anything away from them.
              </Trans>
            </p>
          )}
          {removing.error && <Said tone="bad">{removing.error.message}</Said>}
        </div>
      </Dialog>
    </>
  )
}

/** Sets a target up step by step with a real trial: a new one, or what is said of the one called `name`. */
export function SetUpTarget({ name }: { name: string | null }) {
  const { t } = useLingui()
  const kind = useKindWords()
  const details = useCommand(
    'targets.show',
    { target: name ?? '' },
    { enabled: name !== null, staleTime: Number.POSITIVE_INFINITY },
  )
  const { data, error } = details
  return (
    <Page
      title={name === null ? t`Add a target` : t`Set up ${name}`}
      subtitle={
        name === null ? (
          <Trans>A console where people are given accounts and licences.</Trans>
        ) : (
          data && kind(data.settings.kind)
        )
      }
      back={{ href: hrefTo('connections'), label: t`Connections` }}
      actions={data && <Remove details={data} />}
    >
      {error && !data && <ReadError error={error} onRetry={() => details.refetch()} />}
      {name !== null && !data && !error && <SkeletonRows rows={6} />}
      {name === null ? <Wizard details={null} /> : data && <Wizard details={data} />}
    </Page>
  )
}

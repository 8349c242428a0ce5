import { Trans, useLingui } from '@lingui/react/macro'
import { hrefTo, navigate, Page, toast } from '../../../app'
import { Button, Card, ReadError, Said, SkeletonRows, StepItem, Steps } from '../../../components'
import { type DirectoryDetails, useCommand, useCommandAction } from '../../../platform'
import { useKindWords } from '../kindWords'
import { AccessStep } from './AccessStep'
import { AddDirectory } from './AddDirectory'
import { ColumnsStep } from './ColumnsStep'
import { FieldsStep } from './FieldsStep'
import { FileStep } from './FileStep'
import { FinishStep } from './FinishStep'
import { RightsStep } from './RightsStep'
import { ServerStep } from './ServerStep'
import { isReady } from './settings'
import styles from './setup.module.css'
import { TreeStep } from './TreeStep'
import { type Setup, useSetup } from './useSetup'

function useStepWords() {
  const { t } = useLingui()
  return (step: string): string => {
    switch (step) {
      case 'file':
        return t`The file`
      case 'columns':
        return t`What its columns are`
      case 'server':
        return t`The server`
      case 'tree':
        return t`Where people are`
      case 'rights':
        return t`What to grant`
      case 'access':
        return t`Access, tried out`
      case 'fields':
        return t`What is read of people`
      default:
        return t`Attach`
    }
  }
}

function Step({ setup }: { setup: Setup }) {
  switch (setup.step) {
    case 'file':
      return <FileStep setup={setup} />
    case 'columns':
      return <ColumnsStep setup={setup} />
    case 'server':
      return <ServerStep setup={setup} />
    case 'tree':
      return <TreeStep setup={setup} />
    case 'rights':
      return <RightsStep setup={setup} />
    case 'access':
      return <AccessStep setup={setup} />
    case 'fields':
      return <FieldsStep setup={setup} />
    default:
      return <FinishStep setup={setup} />
  }
}

/** Ways on: to the step before, away until later, and to the next step or the end. */
function Ways({ setup, reading }: { setup: Setup; reading: () => Promise<void> }) {
  const { step, steps, goTo, source, hasSecret } = setup
  const at = steps.indexOf(step)
  const before = steps[at - 1]
  const next = steps[at + 1]
  const leave = async () => {
    await setup.keep().catch(() => undefined)
    navigate(hrefTo('connections'))
  }
  return (
    <div className={styles.ways}>
      {before && (
        <Button onPress={() => goTo(before)}>
          <Trans>Back</Trans>
        </Button>
      )}
      <Button variant="quiet" onPress={leave}>
        <Trans>Continue later</Trans>
      </Button>
      <span className={styles.gap} />
      {next ? (
        <Button
          variant="primary"
          isDisabled={!isReady(step, source, hasSecret)}
          onPress={() => goTo(next)}
        >
          <Trans>Next</Trans>
        </Button>
      ) : (
        <Button
          variant="primary"
          isPending={setup.isAttaching}
          isDisabled={steps.some((one) => !isReady(one, source, hasSecret))}
          onPress={reading}
        >
          {source.kind === 'scim-push' ? <Trans>Attach</Trans> : <Trans>Attach and read</Trans>}
        </Button>
      )}
    </div>
  )
}

function Wizard({ details }: { details: DirectoryDetails }) {
  const { t } = useLingui()
  const setup = useSetup(details)
  const words = useStepWords()
  const reading = useCommandAction('directories.read')
  const { directory, steps, step, source } = setup
  const at = steps.indexOf(step)
  const attach = async () => {
    try {
      await setup.attach()
    } catch {
      // Said above the ways on.
      return
    }
    if (source.kind === 'scim-push') {
      navigate(hrefTo('connections', ['directory', directory, 'push']), { replace: true })
      return
    }
    reading.mutate(
      { directory },
      {
        onSuccess: () => toast({ text: t`${directory} was read.` }),
        onError: (error) => toast({ tone: 'bad', text: error.message }),
      },
    )
    navigate(hrefTo('connections'), { replace: true })
  }
  return (
    <div className={styles.wizard}>
      <nav aria-label={t`Steps`}>
        <Steps>
          {steps.map((one, index) => (
            <StepItem
              key={one}
              state={index < at ? 'done' : index === at ? 'now' : 'later'}
              title={words(one)}
            />
          ))}
        </Steps>
      </nav>
      <div className={styles.stage}>
        <Card title={words(step)}>
          <Step setup={setup} />
        </Card>
        {setup.error && <Said tone="bad">{setup.error.message}</Said>}
        <Ways setup={setup} reading={attach} />
      </div>
    </div>
  )
}

/** Sets the source of a directory up step by step; it can be left and resumed. */
export function SetUpSource({ directory }: { directory: string }) {
  const { t } = useLingui()
  const kind = useKindWords()
  const details = useCommand('directories.show', { directory })
  const { data, error } = details
  const source = data?.draft?.source ?? data?.source
  if (data && !source) return <AddDirectory directory={directory} />
  return (
    <Page
      title={t`Source of ${directory}`}
      subtitle={source && kind(source.kind)}
      back={{ href: hrefTo('connections'), label: t`Connections` }}
    >
      {error && !data && <ReadError error={error} onRetry={() => details.refetch()} />}
      {!data && !error && <SkeletonRows rows={6} />}
      {data && source && <Wizard details={data} />}
    </Page>
  )
}

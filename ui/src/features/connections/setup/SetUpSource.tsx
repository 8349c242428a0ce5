import { Trans, useLingui } from '@lingui/react/macro'
import { hrefTo, navigate, Page, toast } from '../../../app'
import { Button, ReadError, SkeletonRows } from '../../../components'
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
import { SetUpFrame } from './SetUpFrame'
import { isReady } from './settings'
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

function Wizard({ details }: { details: DirectoryDetails }) {
  const { t } = useLingui()
  const setup = useSetup(details)
  const words = useStepWords()
  const reading = useCommandAction('directories.read')
  const { directory, steps, step, goTo, source, hasSecret } = setup
  const leave = async () => {
    await setup.keep().catch(() => undefined)
    navigate(hrefTo('connections'))
  }
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
    <SetUpFrame
      steps={steps}
      step={step}
      words={words}
      goTo={goTo}
      isReady={(one) => isReady(one, source, hasSecret)}
      leave={
        <Button variant="quiet" onPress={leave}>
          <Trans>Continue later</Trans>
        </Button>
      }
      finish={{
        label: source.kind === 'scim-push' ? <Trans>Attach</Trans> : <Trans>Attach and read</Trans>,
        isPending: setup.isAttaching,
        onPress: attach,
      }}
      error={setup.error}
    >
      <Step setup={setup} />
    </SetUpFrame>
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

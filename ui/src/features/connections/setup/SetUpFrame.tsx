import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Button, Card, Said, StepItem, Steps } from '../../../components'
import type { AppError } from '../../../platform'
import styles from './setup.module.css'

/** What is set up step by step: where one stands, what each step needs, and how it ends. */
export interface SetUpFrameProps<Step extends string> {
  steps: readonly Step[]
  step: Step
  /** What a step is called. */
  words: (step: Step) => string
  goTo: (step: Step) => void
  /** Whether a step has what it needs. */
  isReady: (step: Step) => boolean
  /** The way out before the end. */
  leave: ReactNode
  /** The last button. */
  finish: { label: ReactNode; isPending: boolean; onPress: () => void }
  error: AppError | null
  children: ReactNode
}

/** The frame of a set-up, of sources and targets alike: its steps, the one in front, what is wrong, and the ways on. */
export function SetUpFrame<Step extends string>(props: SetUpFrameProps<Step>) {
  const { t } = useLingui()
  const { steps, step, words, goTo, isReady, leave, finish, error, children } = props
  const at = steps.indexOf(step)
  const [before, next] = [steps[at - 1], steps[at + 1]]
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
        <Card title={words(step)}>{children}</Card>
        {error && <Said tone="bad">{error.message}</Said>}
        <div className={styles.ways}>
          {before && (
            <Button onPress={() => goTo(before)}>
              <Trans>Back</Trans>
            </Button>
          )}
          {leave}
          <span className={styles.gap} />
          {next ? (
            <Button variant="primary" isDisabled={!isReady(step)} onPress={() => goTo(next)}>
              <Trans>Next</Trans>
            </Button>
          ) : (
            <Button
              variant="primary"
              isPending={finish.isPending}
              isDisabled={steps.some((one) => !isReady(one))}
              onPress={finish.onPress}
            >
              {finish.label}
            </Button>
          )}
        </div>
      </div>
    </div>
  )
}

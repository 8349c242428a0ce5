import { useState } from 'react'
import {
  type AppError,
  type DirectoryDetails,
  type SourceProbe,
  type SourceSettings,
  useCommandAction,
} from '../../../platform'
import { blank, stepsOf } from './settings'

/** A source being set up: what is said of it so far, where one stands, and the ways on. */
export interface Setup {
  directory: string
  source: SourceSettings
  change: (change: Partial<SourceSettings>) => void
  /** The secret as typed; it leaves the window once, with attaching or testing. */
  secret: string
  setSecret: (secret: string) => void
  hasSecret: boolean
  /** The secret as it leaves the window: nothing where somebody signs in, for that keeps it itself. */
  secretValue: string | null
  /** Somebody signed in: the secret is kept. */
  signedIn: () => void
  /** What trying it out came to. */
  probe: SourceProbe | null
  setProbe: (probe: SourceProbe) => void
  steps: readonly string[]
  step: string
  /** Goes to a step and keeps what was said so far, so that it can be resumed. */
  goTo: (step: string) => void
  /** Keeps what was said so far. */
  keep: () => Promise<unknown>
  /** Attaches the source, then reads it. */
  attach: () => Promise<DirectoryDetails>
  isAttaching: boolean
  error: AppError | null
}

/** Takes up the set-up of a directory's source where it was left. */
export function useSetup(details: DirectoryDetails): Setup {
  const { directory, draft, source: attached, secretPresent } = details
  const [source, setSource] = useState(draft?.source ?? attached ?? blank('csv'))
  const steps = stepsOf(source.kind)
  const [step, setStep] = useState(
    draft && steps.includes(draft.step) ? draft.step : (steps[0] ?? 'finish'),
  )
  const [secret, setSecret] = useState('')
  const [isSignedIn, setSignedIn] = useState(false)
  const [probe, setProbe] = useState<SourceProbe | null>(null)
  const secretValue = source.signIn || secret === '' ? null : secret
  // What is kept is of the way that was chosen when it was kept.
  const isKept = secretPresent === true && attached?.signIn === source.signIn
  const keeping = useCommandAction('directories.draft', {
    refresh: ['directories.list'],
    // Whoever comes back finds what was kept, not what was read before.
    onSuccess: (kept, { directory: name }, client) => {
      client.setQueryData(['directories.show', { directory: name }], kept)
    },
  })
  const attaching = useCommandAction('directories.attach')
  const keep = (at: string) =>
    keeping.mutateAsync({ directory: directory.name, source, step: at, savedAt: 0 })
  return {
    directory: directory.name,
    source,
    change: (change) => setSource((now) => ({ ...now, ...change })),
    secret,
    setSecret,
    hasSecret: secretValue !== null || isKept || (source.signIn && isSignedIn),
    secretValue,
    signedIn: () => setSignedIn(true),
    probe,
    setProbe,
    steps,
    step,
    goTo: (next) => {
      setStep(next)
      // What cannot be kept now is kept with the next step, and said when attaching.
      keep(next).catch(() => undefined)
    },
    keep: () => keep(step),
    attach: () =>
      attaching.mutateAsync({
        directory: directory.name,
        source,
        secretValue,
      }),
    isAttaching: attaching.isPending,
    error: attaching.error ?? keeping.error,
  }
}

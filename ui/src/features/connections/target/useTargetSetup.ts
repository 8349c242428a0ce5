import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { hrefTo, navigate, toast } from '../../../app'
import {
  type AppError,
  type SlotSettings,
  type TargetDetails,
  type TargetSettings,
  type TargetTrial,
  useCommandAction,
} from '../../../platform'
import { blank, isReady, type Kind, type Step, stepsOf } from './settings'

/** A target being set up: what is said of it so far, where one stands, what a trial found, and the ways on. */
export interface TargetSetup {
  isNew: boolean
  settings: TargetSettings
  change: (change: Partial<TargetSettings>) => void
  changeSlot: (index: number, change: Partial<SlotSettings>) => void
  /** Begins anew with another kind; the name stays. */
  choose: (kind: Kind) => void
  /** The secret as typed; it leaves the window once, with a trial or with the end. */
  secret: string
  setSecret: (secret: string) => void
  /** Whether one is kept already. */
  hasKept: boolean
  steps: readonly Step[]
  step: Step
  goTo: (step: Step) => void
  isReady: (step: Step) => boolean
  tryOut: () => void
  isTrying: boolean
  trial: TargetTrial | undefined
  trialError: AppError | null
  save: () => void
  isSaving: boolean
  error: AppError | null
}

/** Begins a new target, or takes up what is said of one. */
export function useTargetSetup(details: TargetDetails | null): TargetSetup {
  const { t } = useLingui()
  const isNew = details === null
  const said = (name: string) => (isNew ? t`${name} was added.` : t`${name} was saved.`)
  const [settings, setSettings] = useState(details?.settings ?? blank('goto'))
  const [secret, setSecret] = useState('')
  const [keptNow, setKeptNow] = useState(details?.secretPresent === true)
  const steps = stepsOf(settings.kind, isNew)
  const [step, setStep] = useState<Step>(steps[0] ?? 'access')
  const draft = { settings, isNew, secretValue: secret === '' ? null : secret }
  const trying = useCommandAction('targets.try', {
    refresh: [],
    // The engine keeps a secret that came along.
    onSuccess: (_, { secretValue }) => secretValue !== null && setKeptNow(true),
  })
  const saving = useCommandAction('targets.set', {
    onSuccess: ({ settings: kept }) => {
      toast({ text: said(kept.name) })
      navigate(hrefTo('connections'), { replace: true })
    },
  })
  const hasSecret = secret !== '' || keptNow
  return {
    isNew,
    settings,
    change: (change) => setSettings((now) => ({ ...now, ...change })),
    changeSlot: (index, change) =>
      setSettings((now) => ({
        ...now,
        slots: now.slots.map((slot, at) => (at === index ? { ...slot, ...change } : slot)),
      })),
    choose: (kind) => setSettings((now) => ({ ...blank(kind), name: now.name })),
    secret,
    setSecret,
    hasKept: keptNow,
    steps,
    step,
    goTo: setStep,
    isReady: (one) => isReady(one, settings, hasSecret),
    tryOut: () => trying.mutate(draft),
    isTrying: trying.isPending,
    trial: trying.data,
    trialError: trying.error,
    save: () => saving.mutate(draft),
    isSaving: saving.isPending,
    error: saving.error,
  }
}

import { useLingui } from '@lingui/react/macro'
import { toast } from '../../app'
import { type AppError, useCommandAction } from '../../platform'

const refresh = ['overview.get', 'connections.list', 'quarantine.list', 'schedule.get'] as const
const say = (error: AppError) => toast({ tone: 'bad', text: error.message })

/** Lets runs take a paused target in again. */
export function useResume() {
  const { t } = useLingui()
  return useCommandAction('targets.resume', {
    refresh,
    onSuccess: (_, { target }) => toast({ text: t`${target} takes part in runs again.` }),
    onError: say,
  })
}

/** Leaves a target out of runs, with the way back. */
export function usePause() {
  const { t } = useLingui()
  const resuming = useResume()
  return useCommandAction('targets.pause', {
    refresh,
    onSuccess: (_, request) =>
      toast({
        text: t`${request.target} is paused.`,
        action: { label: t`Resume`, onPress: () => resuming.mutate(request) },
      }),
    onError: say,
  })
}

/** Ends a quarantine, or tries the connection before its time. */
export function useQuarantine() {
  const { t } = useLingui()
  const trying = useCommandAction('quarantine.try_now', {
    refresh,
    onSuccess: (_, { connection }) =>
      toast({ text: t`A few requests are sent to ${connection} to see whether it works again.` }),
    onError: say,
  })
  const lifting = useCommandAction('quarantine.lift', {
    refresh,
    onSuccess: (_, { connection }) => toast({ text: t`${connection} is out of quarantine.` }),
    onError: say,
  })
  return { trying, lifting }
}

import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { toast } from '../../app'
import { type AppError, useCommandAction } from '../../platform'

/** Shows why a command did not go. */
export const sayFailure = (error: AppError) => {
  toast({ tone: 'bad', text: error.message })
}

/** Retries a cause, or some of its people, and says so. */
export function useRetry(onDone?: () => void) {
  const { t } = useLingui()
  return useCommandAction('failures.retry', {
    refresh: ['overview.get', 'failures.list'],
    onSuccess: (_, { users }) => {
      const count = users.length
      toast({
        text:
          count === 0
            ? t`Retry started. What is still wanted is sent again.`
            : t`${plural(count, { one: 'Retry started for # person.', other: 'Retry started for # people.' })}`,
      })
      onDone?.()
    },
    onError: sayFailure,
  })
}

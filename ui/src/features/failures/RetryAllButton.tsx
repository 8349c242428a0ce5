import { useLingui } from '@lingui/react/macro'
import { toast } from '../../app'
import { Button } from '../../components'
import { useCommandAction } from '../../platform'
import { sayFailure } from './useRetry'

/** Retries all failures of all causes; what nobody wants any more is dropped. */
export function RetryAllButton() {
  const { t } = useLingui()
  const retrying = useCommandAction('failures.retry_all', {
    refresh: ['overview.get', 'failures.list'],
    onSuccess: () => toast({ text: t`Retry started. What is still wanted is sent again.` }),
    onError: sayFailure,
  })
  return (
    <Button isPending={retrying.isPending} onPress={() => retrying.mutate({})}>
      {t`Retry everything`}
    </Button>
  )
}

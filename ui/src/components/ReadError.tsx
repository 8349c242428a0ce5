import { Trans, useLingui } from '@lingui/react/macro'
import { CircleAlert, RefreshCw } from 'lucide-react'
import { Button } from './Button'
import { EmptyState } from './EmptyState'

/** What stands where something could not be read: the engine's own sentence, and the way to try again. */
export function ReadError({ error, onRetry }: { error: { message: string }; onRetry: () => void }) {
  const { t } = useLingui()
  return (
    <div role="alert">
      <EmptyState
        icon={CircleAlert}
        title={t`This could not be read`}
        action={
          <Button icon={RefreshCw} onPress={onRetry}>
            <Trans>Try again</Trans>
          </Button>
        }
      >
        {error.message}
      </EmptyState>
    </div>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { CircleAlert } from 'lucide-react'
import { Component, type ReactNode } from 'react'
import { Button, EmptyState } from '../components'
import { type AppError, toAppError } from '../platform'
import { Page } from './Page'

function Broken({
  error,
  title,
  onRetry,
}: {
  error: AppError
  title: string
  onRetry: () => void
}) {
  const { t } = useLingui()
  return (
    <Page title={title}>
      <EmptyState
        icon={CircleAlert}
        title={t`This screen could not be shown`}
        action={
          <Button variant="primary" onPress={onRetry}>
            <Trans>Try again</Trans>
          </Button>
        }
      >
        <Trans>The rest of Rolecall goes on working. What went wrong: {error.message}</Trans>
      </EmptyState>
    </Page>
  )
}

/** Keeps a mistake in one screen from taking the others along. Give it the screen as `key`, so that leaving heals it. */
export class ErrorBoundary extends Component<
  { title: string; children: ReactNode },
  { error: AppError | null }
> {
  override state: { error: AppError | null } = { error: null }

  static getDerivedStateFromError(thrown: unknown) {
    return { error: toAppError(thrown) }
  }

  override render() {
    const { error } = this.state
    if (!error) return this.props.children
    return (
      <Broken
        error={error}
        title={this.props.title}
        onRetry={() => this.setState({ error: null })}
      />
    )
  }
}

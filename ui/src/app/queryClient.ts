import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { type AppError, toAppError } from '../platform'

/**
 * The cache of answers. The engine is on this machine, so nothing waits for a network and nothing is retried blindly.
 * `onRefused` hears when the session is no longer accepted.
 */
export function createQueryClient(onRefused: (error: AppError) => void): QueryClient {
  const onError = (thrown: unknown) => {
    const error = toAppError(thrown)
    if (error.code === 'session_expired') onRefused(error)
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        networkMode: 'always',
        retry: false,
        staleTime: 5_000,
        refetchOnWindowFocus: false,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
}

import {
  type QueryClient,
  type UseMutationResult,
  type UseQueryOptions,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import type { CommandName } from './generated/contract'
import { type AppError, type Args, type CallArgs, call, type Result } from './index'

/**
 * Reads a command's answer and keeps it cached under `[name, args]`.
 * Pass `{}` for a command without arguments; `options` are TanStack Query's.
 */
export function useCommand<C extends CommandName, T = Result<C>>(
  name: C,
  args: Args<C>,
  options: Omit<UseQueryOptions<Result<C>, AppError, T>, 'queryKey' | 'queryFn'> = {},
): UseQueryResult<T, AppError> {
  return useQuery<Result<C>, AppError, T>({
    ...options,
    queryKey: [name, args],
    queryFn: () => call(name, ...([args] as CallArgs<C>)),
  })
}

/**
 * Runs a command that changes something. `refresh` names the commands whose cached answers are read again after it,
 * all of them when left out.
 */
export function useCommandAction<C extends CommandName>(
  name: C,
  options: {
    refresh?: readonly CommandName[]
    onSuccess?: (result: Result<C>, args: Args<C>, client: QueryClient) => void
    onError?: (error: AppError, args: Args<C>) => void
  } = {},
): UseMutationResult<Result<C>, AppError, Args<C>> {
  const client = useQueryClient()
  return useMutation<Result<C>, AppError, Args<C>>({
    mutationFn: (args) => call(name, ...([args] as CallArgs<C>)),
    onSuccess: (result, args) => {
      options.onSuccess?.(result, args, client)
      if (!options.refresh) return client.invalidateQueries()
      return Promise.all(
        options.refresh.map((key) => client.invalidateQueries({ queryKey: [key] })),
      )
    },
    onError: (error, args) => options.onError?.(error, args),
  })
}

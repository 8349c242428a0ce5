import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { hrefTo, navigate, toast } from '../../app'
import { type AppError, call, type RuleList, type RuleView, useCommandAction } from '../../platform'
import { moved } from './order'

const key = ['rules.list'] as const

/** Changes the list on show at once, and puts it back when the engine refuses. */
function useOptimistic<A>(
  send: (args: A) => Promise<unknown>,
  apply: (list: RuleList, args: A) => RuleList,
) {
  const client = useQueryClient()
  return useMutation<
    unknown,
    AppError,
    A,
    { before: [readonly unknown[], RuleList | undefined][] }
  >({
    mutationFn: send,
    onMutate: async (args) => {
      await client.cancelQueries({ queryKey: key })
      const before = client.getQueriesData<RuleList>({ queryKey: key })
      client.setQueriesData<RuleList>({ queryKey: key }, (list) => list && apply(list, args))
      return { before }
    },
    onError: (error, _args, context) => {
      for (const [at, list] of context?.before ?? []) client.setQueryData(at, list)
      toast({ tone: 'bad', text: error.message })
    },
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  })
}

/** Moves a rule to a position from 1. */
export function useMoveRule() {
  return useOptimistic(
    (args: { id: string; position: number }) => call('rules.move', args),
    (list, { id, position }) => ({ ...list, rules: moved(list.rules, id, position) }),
  )
}

/** Enables or disables a rule. */
export function useSwitchRule() {
  return useOptimistic(
    (args: { id: string; enabled: boolean }) => call('rules.switch', args),
    (list, { id, enabled }) => ({
      ...list,
      rules: list.rules.map((r) => (r.id === id ? { ...r, rule: { ...r.rule, enabled } } : r)),
    }),
  )
}

const failed = (error: AppError) => toast({ tone: 'bad', text: error.message })

/** Deletes a rule, and offers to bring it back where it was. */
export function useDeleteRule() {
  const { t } = useLingui()
  const restore = useCommandAction('rules.restore', { onError: failed })
  const remove = useOptimistic(
    (args: { id: string }) => call('rules.delete', args),
    (list, { id }) => ({ ...list, rules: list.rules.filter((r) => r.id !== id) }),
  )
  return (view: RuleView) =>
    remove.mutate(
      { id: view.id },
      {
        onSuccess: () => {
          const name = view.rule.name
          toast({
            text: t`Rule “${name}” deleted`,
            action: { label: t`Undo`, onPress: () => restore.mutate({ id: view.id }) },
          })
        },
      },
    )
}

/** Makes a copy of a rule right below it, switched off, and opens it. */
export function useDuplicateRule() {
  const { t } = useLingui()
  const create = useCommandAction('rules.create', {
    onError: failed,
    onSuccess: (made) => navigate(hrefTo('rules', [made.id])),
  })
  return (view: RuleView, position: number, taken: readonly string[]) => {
    const original = view.rule.name
    const folded = new Set(taken.map((name) => name.toLowerCase()))
    let name = t`${original} (copy)`
    for (let n = 2; folded.has(name.toLowerCase()); n++) name = t`${original} (copy ${n})`
    create.mutate({ rule: { ...view.rule, name, enabled: false }, position: position + 1 })
  }
}

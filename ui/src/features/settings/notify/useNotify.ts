import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { toast } from '../../../app'
import { call, type NotifyChange, toAppError } from '../../../platform'

/** A change of where news go, with what belongs to it. */
interface Wanted {
  change: NotifyChange
  /** A secret that was typed: it is kept first, so that nothing names one that is missing. */
  secret?: { name: string; value: string } | null
  /** What the way back sets, where something is switched off. */
  undo?: NotifyChange
}

/** Keeps where news go. */
export function useNotifyChange() {
  const { t } = useLingui()
  const client = useQueryClient()
  const restore = async (change: NotifyChange) => {
    try {
      client.setQueryData(['notify.get', {}], await call('notify.set', change))
    } catch (thrown) {
      toast({ tone: 'bad', text: toAppError(thrown).message })
    }
  }
  return useMutation({
    mutationFn: async ({ change, secret }: Wanted) => {
      if (secret) await call('secrets.set', secret)
      return call('notify.set', change)
    },
    onSuccess: (now, { undo }) => {
      client.setQueryData(['notify.get', {}], now)
      toast({
        text: undo ? t`No news go there any more.` : t`Where news go is saved.`,
        action: undo && { label: t`Undo`, onPress: () => restore(undo) },
      })
    },
  })
}

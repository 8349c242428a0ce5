import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { createContext, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import { ownEdition, toast } from '../../../app'
import { type Draft, subscribe, useCommand } from '../../../platform'
import { type DraftSnapshot, DraftStore } from './store'

/** Topics on which an effect depends besides the draft. */
const besides: readonly string[] = ['runs', 'people', 'connections', 'rules']

const stores = new WeakMap<QueryClient, DraftStore>()

/** One store a window, so that edits on their way outlive the screen. */
function storeOf(client: QueryClient): DraftStore {
  const known = stores.get(client)
  if (known) return known
  const made = new DraftStore(
    (error) => toast({ tone: 'bad', text: error.message }),
    (draft) => {
      client.invalidateQueries({ queryKey: ['rule_tests.list'] })
      return client.setQueryData<Draft>(['draft.get', {}], draft) ?? draft
    },
    (edition) => client.setQueryData<number>(ownEdition, edition),
  )
  stores.set(client, made)
  return made
}

/** The draft with what is being done to it; `query` tells why it could not be read. */
export function useDraft() {
  const store = storeOf(useQueryClient())
  const shown: DraftSnapshot = useSyncExternalStore(store.subscribe, store.snapshot)
  const query = useCommand('draft.get', {})
  const { data } = query
  useEffect(() => {
    if (data) store.load(data)
  }, [data, store])
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = subscribe((event) => {
      if (event.type !== 'changed') return
      // The engine says so when it has planned anew what it could not tell before.
      const isReady = event.topics.includes('draft') && store.snapshot().isEffectOld
      if (!isReady && !event.topics.some((topic) => besides.includes(topic))) return
      clearTimeout(timer)
      timer = setTimeout(() => store.refresh(), isReady ? 0 : 400)
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [store])
  return { store, shown, query }
}

/** The store for parts below the screen. */
export const StoreContext = createContext<DraftStore | null>(null)

/** The store that the screen works on. */
export function useStore(): DraftStore {
  const store = useContext(StoreContext)
  if (!store) throw new Error('useStore needs the rules screen around it')
  return store
}

const never = () => () => {}

/** Whether the engine has still to answer an edit; false where nothing is edited. */
export function useIsBusy(): boolean {
  const store = useContext(StoreContext)
  const subscribeTo = store?.subscribe ?? never
  return useSyncExternalStore(subscribeTo, () => store?.snapshot().isBusy ?? false)
}

/** Whether something has been true for `ms` milliseconds on end. */
export function useLasting(is: boolean, ms: number): boolean {
  const [lasts, setLasts] = useState(false)
  useEffect(() => {
    if (!is) return setLasts(false)
    const timer = setTimeout(() => setLasts(true), ms)
    return () => clearTimeout(timer)
  }, [is, ms])
  return is && lasts
}

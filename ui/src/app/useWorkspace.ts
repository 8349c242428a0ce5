import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { type Overview, subscribe, useCommand } from '../platform'
import { setFrameStatus } from './frameStatus'

/** What needs the administrator: causes of failure, decisions that guards wait for, connections that stand still. */
const needs = ({ banners, held, sync }: Overview) =>
  banners.length +
  new Set(held.map((h) => `${h.run} ${h.target} ${h.guard}`)).size +
  sync.quarantined.length +
  sync.paused.length

/** How long after the last word of an edit the draft is read again, so that nobody who types waits for it. */
const calm = 800

/** Marks Rules in the sidebar while the draft differs from what is saved, here or in another window. */
function useEdited() {
  const { data: isChanged } = useCommand('draft.get', {}, { select: (draft) => draft.isChanged })
  useEffect(() => {
    setFrameStatus({ edited: isChanged ? ['rules'] : [] })
  }, [isChanged])
  const client = useQueryClient()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = subscribe((event) => {
      if (event.type !== 'changed' || !event.topics.includes('draft')) return
      clearTimeout(timer)
      timer = setTimeout(() => client.invalidateQueries({ queryKey: ['draft.get'] }), calm)
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [client])
}

/** Reads the Overview, keeps the sidebar's foot, badge and marks true, and answers the reading. */
export function useWorkspace() {
  const overview = useCommand('overview.get', {})
  const { data } = overview
  useEdited()
  useEffect(() => {
    if (!data) return
    const { name, people, syncedAt } = data.workspace
    setFrameStatus({
      workspace: { name, people, syncedAt },
      badges: { overview: needs(data) },
    })
  }, [data])
  return overview
}

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { type Draft, type DraftStanding, type Overview, subscribe, useCommand } from '../platform'
import { setFrameStatus } from './frameStatus'
import { ownEdition } from './ownEdition'

/** What needs the administrator: causes of failure, decisions that guards wait for, connections that stand still. */
const needs = ({ banners, held, sync }: Overview) =>
  banners.length +
  new Set(held.map((h) => `${h.run} ${h.target} ${h.guard}`)).size +
  sync.quarantined.length +
  sync.paused.length

/** How long after the last word of an edit the draft is asked for, so that nobody who types waits for it. */
const calm = 800

/**
 * Marks Rules in the sidebar while the draft differs from what is saved, here or in another window, and lets the draft
 * be read again when it is another one than this window knows: all its rules are much, and most edits are its own.
 */
function useEdited() {
  const client = useQueryClient()
  const { data } = useCommand('draft.standing', {})
  const seen = useRef<DraftStanding | null>(null)
  useEffect(() => {
    if (!data) return
    setFrameStatus({ edited: data.isChanged ? ['rules'] : [] })
    const before = seen.current
    seen.current = data
    const read = client.getQueryData<Draft>(['draft.get', {}])?.edition
    const known = Math.max(read ?? 0, client.getQueryData<number>(ownEdition) ?? 0)
    const isOther = read !== undefined && data.edition !== known
    if (isOther || (before !== null && before.plan !== data.plan))
      client.invalidateQueries({ queryKey: ['draft.get'] })
  }, [data, client])
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = subscribe((event) => {
      if (event.type !== 'changed' || !event.topics.includes('draft')) return
      clearTimeout(timer)
      timer = setTimeout(() => client.invalidateQueries({ queryKey: ['draft.standing'] }), calm)
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

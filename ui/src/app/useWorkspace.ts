import { useEffect } from 'react'
import { type Overview, useCommand } from '../platform'
import { setFrameStatus } from './frameStatus'

/** What needs the administrator: causes of failure and decisions that guards wait for. */
const needs = ({ banners, held }: Overview) =>
  banners.length + new Set(held.map((h) => `${h.run} ${h.target} ${h.guard}`)).size

/** Marks Rules in the sidebar while the draft differs from what is saved. */
function useEdited() {
  const { data: isChanged } = useCommand('draft.get', {}, { select: (draft) => draft.isChanged })
  useEffect(() => {
    setFrameStatus({ edited: isChanged ? ['rules'] : [] })
  }, [isChanged])
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

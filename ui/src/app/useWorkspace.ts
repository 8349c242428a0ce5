import { useEffect } from 'react'
import { type Overview, useCommand } from '../platform'
import { setFrameStatus } from './frameStatus'

/** What needs the administrator: causes of failure and decisions that guards wait for. */
const needs = ({ banners, held }: Overview) =>
  banners.length + new Set(held.map((h) => `${h.run} ${h.target} ${h.guard}`)).size

/** Reads the Overview, keeps the sidebar's foot and badge true, and answers the reading. */
export function useWorkspace() {
  const overview = useCommand('overview.get', {})
  const { data } = overview
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

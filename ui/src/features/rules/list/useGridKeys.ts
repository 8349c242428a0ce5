import type { KeyboardEvent } from 'react'
import type { Entry } from './entries'
import type { RuleActions } from './useRuleActions'
import type { RuleSelection } from './useSelection'

const page = 8

/**
 * The keys of the list while a row has the focus: arrows move it (with Shift they choose), Space chooses, Enter edits or
 * folds, Alt and arrows move rules, Delete deletes, Left and Right fold headings, F2 renames one, Escape lets go.
 */
export function useGridKeys({
  entries,
  onActive,
  selection,
  actions,
  canMove,
  openId,
  onFold,
  onRename,
}: {
  entries: readonly Entry[]
  /** Moves the focus to a row. */
  onActive: (key: string) => void
  selection: RuleSelection
  actions: RuleActions
  canMove: boolean
  openId: string | undefined
  onFold: (heading: string, isCollapsed?: boolean) => void
  onRename: (key: string) => void
}) {
  return (event: KeyboardEvent<HTMLElement>) => {
    const { row } = (event.target as HTMLElement).dataset
    if (row === undefined) return
    const at = entries.findIndex((e) => e.key === row)
    const entry = entries[at]
    if (!entry) return
    const own = entry.kind === 'rule' ? [entry.key] : entry.ids
    const chosen = selection.ids.size > 0 && own.every((id) => selection.ids.has(id))
    const ids = chosen ? [...selection.ids] : own
    const go = (to: number) => {
      const next = entries[Math.max(0, Math.min(entries.length - 1, to))]
      if (!next) return
      if (event.shiftKey && entry.kind === 'rule') selection.extend(entry.key)
      if (event.shiftKey && next.kind === 'rule') selection.extend(next.key)
      onActive(next.key)
    }
    const isCommand = event.ctrlKey || event.metaKey
    const handled = () => {
      if (isCommand) {
        if (event.key.toLowerCase() !== 'a') return false
        selection.all()
        return true
      }
      if (event.altKey) {
        if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return false
        if (canMove) actions.nudge(ids, event.key === 'ArrowDown' ? 1 : -1)
        return true
      }
      switch (event.key) {
        case 'ArrowDown':
          go(at + 1)
          return true
        case 'ArrowUp':
          go(at - 1)
          return true
        case 'PageDown':
          go(at + page)
          return true
        case 'PageUp':
          go(at - page)
          return true
        case 'Home':
          go(0)
          return true
        case 'End':
          go(entries.length - 1)
          return true
        case ' ':
          if (entry.kind === 'heading') for (const id of entry.ids) selection.toggle(id)
          else if (event.shiftKey) selection.extend(entry.key)
          else selection.toggle(entry.key)
          return true
        case 'Enter':
          if (entry.kind === 'heading') onFold(entry.heading)
          else actions.open(entry.key)
          return true
        case 'F2':
          if (entry.kind === 'heading') onRename(entry.key)
          else actions.open(entry.key)
          return true
        case 'ArrowRight':
        case 'ArrowLeft':
          if (entry.kind === 'heading') onFold(entry.heading, event.key === 'ArrowLeft')
          else if (event.key === 'ArrowLeft' && entry.heading !== '') {
            const over = entries.slice(0, at).findLast((e) => e.kind === 'heading')
            if (over) onActive(over.key)
          }
          return true
        case 'Delete':
        case 'Backspace':
          if (entry.kind === 'rule') {
            const next = entries
              .slice(at + 1)
              .find((e) => e.kind === 'rule' && !ids.includes(e.key))
            const back = entries.slice(0, at).findLast((e) => !ids.includes(e.key))
            actions.remove(ids)
            const near = next ?? back
            if (near) onActive(near.key)
          }
          return true
        case 'Escape':
          if (selection.ids.size > 0) selection.clear()
          else if (openId) actions.close()
          return true
        default:
          return false
      }
    }
    if (handled()) event.preventDefault()
  }
}

import {
  type Announcements,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import { sortableKeyboardCoordinates } from '@dnd-kit/sortable'
import { useLingui } from '@lingui/react/macro'
import { useMemo, useRef, useState } from 'react'
import type { DraftRule } from '../../../platform'
import { dropped, type Entry } from './entries'
import type { RuleActions } from './useRuleActions'

const byPointer = { activationConstraint: { distance: 4 } }
const byKeys = { coordinateGetter: sortableKeyboardCoordinates }

/** Rules and headings picked up, moved and dropped by pointer or keyboard, each step said aloud. */
export function useDrag({
  rules,
  entries,
  selected,
  actions,
}: {
  rules: readonly DraftRule[]
  entries: readonly Entry[]
  selected: ReadonlySet<string>
  actions: RuleActions
}) {
  const { t } = useLingui()
  const [dragged, setDragged] = useState<string | null>(null)
  const sensors = useSensors(useSensor(PointerSensor, byPointer), useSensor(KeyboardSensor, byKeys))
  const now = useRef({ rules, entries, selected })
  now.current = { rules, entries, selected }
  // Picking a rule up also reports the rule as over itself, which is no news.
  const said = useRef(0)
  // The same object through all edits, so that those who draw what is dragged need not draw it anew.
  const context = useMemo(() => {
    const find = (key: string | number) => now.current.entries.find((e) => e.key === key)
    const name = (key: string | number) => {
      const entry = find(key)
      return entry?.kind === 'rule' ? entry.row.view.rule.name : (entry?.heading ?? '')
    }
    const place = (key: string | number) => {
      const entry = find(key)
      if (entry?.kind === 'rule') return entry.position
      return now.current.rules.findIndex((r) => r.view.id === entry?.ids[0]) + 1
    }

    const announcements: Announcements = {
      onDragStart({ active }) {
        const [rule, at] = [name(active.id), place(active.id)]
        const count = now.current.rules.length
        said.current = at
        return t`“${rule}” picked up. It is number ${at} of ${count}.`
      },
      onDragOver({ active, over }) {
        const rule = name(active.id)
        if (!over) return t`“${rule}” is not over the list.`
        const at = place(over.id)
        const count = now.current.rules.length
        if (at === said.current) return undefined
        said.current = at
        return t`“${rule}” would be number ${at} of ${count}.`
      },
      onDragEnd({ active, over }) {
        const rule = name(active.id)
        if (!over) return t`“${rule}” dropped where it was.`
        const at = place(over.id)
        const count = now.current.rules.length
        return t`“${rule}” is now number ${at} of ${count}.`
      },
      onDragCancel({ active }) {
        const [rule, at] = [name(active.id), place(active.id)]
        return t`“${rule}” stays number ${at}.`
      },
    }
    return {
      sensors,
      onDragStart: ({ active }: { active: { id: string | number } }) =>
        setDragged(String(active.id)),
      onDragCancel: () => setDragged(null),
      onDragEnd: ({ active, over }: DragEndEvent) => {
        setDragged(null)
        const { rules, entries, selected } = now.current
        if (over)
          actions.edit(dropped(rules, entries, String(active.id), String(over.id), selected))
      },
      accessibility: {
        announcements,
        screenReaderInstructions: {
          draggable: t`Press Space to pick the rule up, the arrow keys to move it, Space again to drop it, Escape to leave it where it was.`,
        },
      },
    }
  }, [sensors, actions, t])
  return { dragged, context }
}

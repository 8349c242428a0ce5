import {
  type Announcements,
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import {
  SortableContext,
  sortableKeyboardCoordinates,
  verticalListSortingStrategy,
} from '@dnd-kit/sortable'
import { useLingui } from '@lingui/react/macro'
import { useRef } from 'react'
import type { RuleView, Vocabulary } from '../../platform'
import { type RuleActions, RuleRow } from './RuleRow'
import styles from './rules.module.css'
import { useConditionWords } from './useConditionWords'

/** Keeps a dragged rule in its column. */
const upAndDown = ({
  transform,
}: {
  transform: { x: number; y: number; scaleX: number; scaleY: number }
}) => ({
  ...transform,
  x: 0,
})

/** The rules, put in another order by pointer or by keyboard. `shown` may be a part of `all`; then the order is fixed. */
export function RuleList({
  all,
  shown,
  vocabulary,
  current,
  actions,
}: {
  all: readonly RuleView[]
  shown: readonly { view: RuleView; position: number }[]
  vocabulary: Vocabulary | undefined
  current: string | undefined
  actions: RuleActions
}) {
  const { t } = useLingui()
  const conditionWords = useConditionWords(vocabulary)
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  )
  const several = (vocabulary?.targets.length ?? 0) > 1
  const canMove = shown.length === all.length && all.length > 1
  const place = (id: string | number) => all.findIndex((v) => v.id === id) + 1
  const name = (id: string | number) => all.find((v) => v.id === id)?.rule.name ?? ''

  // Picking a rule up also reports the rule as over itself, which is no news.
  const said = useRef(0)
  const announcements: Announcements = {
    onDragStart({ active }) {
      const [rule, at] = [name(active.id), place(active.id)]
      said.current = at
      return t`“${rule}” picked up. It is number ${at} of ${all.length}.`
    },
    onDragOver({ active, over }) {
      const rule = name(active.id)
      if (!over) return t`“${rule}” is not over the list.`
      const at = place(over.id)
      if (at === said.current) return undefined
      said.current = at
      return t`“${rule}” would be number ${at} of ${all.length}.`
    },
    onDragEnd({ active, over }) {
      const rule = name(active.id)
      if (!over) return t`“${rule}” dropped where it was.`
      const at = place(over.id)
      return t`“${rule}” is now number ${at} of ${all.length}.`
    },
    onDragCancel({ active }) {
      const [rule, at] = [name(active.id), place(active.id)]
      return t`“${rule}” stays number ${at}.`
    },
  }

  const onDragEnd = ({ active, over }: DragEndEvent) => {
    if (over && over.id !== active.id) actions.move(String(active.id), place(over.id))
  }

  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      modifiers={[upAndDown]}
      onDragEnd={onDragEnd}
      accessibility={{
        announcements,
        screenReaderInstructions: {
          draggable: t`Press Space to pick the rule up, the arrow keys to move it, Space again to drop it, Escape to leave it where it was.`,
        },
      }}
    >
      <SortableContext
        items={shown.map(({ view }) => view.id)}
        strategy={verticalListSortingStrategy}
      >
        <ol className={styles.list} aria-label={t`Rules`}>
          {shown.map(({ view, position }) => (
            <RuleRow
              key={view.id}
              view={view}
              position={position}
              count={all.length}
              words={view.condition ? conditionWords(view.condition) : view.rule.when}
              isCurrent={view.id === current}
              {...{ several, canMove, actions }}
            />
          ))}
        </ol>
      </SortableContext>
    </DndContext>
  )
}

import { closestCenter, DndContext, type DndContextProps } from '@dnd-kit/core'
import { SortableContext, verticalListSortingStrategy } from '@dnd-kit/sortable'
import { createContext, memo, type ReactNode, useContext } from 'react'

/** Keeps what is dragged in its column. */
const upAndDown = ({
  transform,
}: {
  transform: { x: number; y: number; scaleX: number; scaleY: number }
}) => ({ ...transform, x: 0 })

const modifiers = [upAndDown]

const Content = createContext<ReactNode>(null)

/** The list itself, which changes with each edit. */
function Inner() {
  return useContext(Content)
}

/** What makes rows draggable; drawn anew only when rows come, go or move. */
const Frame = memo(function Frame({ keys, context }: { keys: string[]; context: DndContextProps }) {
  return (
    <DndContext collisionDetection={closestCenter} modifiers={modifiers} {...context}>
      <SortableContext items={keys} strategy={verticalListSortingStrategy}>
        <Inner />
      </SortableContext>
    </DndContext>
  )
})

/** A list whose rows are dragged up and down; `keys` are theirs, in order. */
export function DragList({
  keys,
  context,
  children,
}: {
  keys: string[]
  context: DndContextProps
  children: ReactNode
}) {
  return (
    <Content value={children}>
      <Frame keys={keys} context={context} />
    </Content>
  )
}

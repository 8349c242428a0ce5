import { useSortable } from '@dnd-kit/sortable'
import { CSS } from '@dnd-kit/utilities'
import { Plural, useLingui } from '@lingui/react/macro'
import {
  ChevronRight,
  Copy,
  Ellipsis,
  GripVertical,
  ListX,
  Pencil,
  ToggleLeft,
  ToggleRight,
} from 'lucide-react'
import { memo, useState } from 'react'
import { IconButton, Menu, TextField } from '../../../components'
import styles from '../rules.module.css'
import type { Entry } from './entries'
import { isInner } from './RuleRow'
import type { RuleActions } from './useRuleActions'

type Heading = Extract<Entry, { kind: 'heading' }>

function Rename({ heading, onDone }: { heading: string; onDone: (to: string | null) => void }) {
  const { t } = useLingui()
  const [name, setName] = useState(heading)
  return (
    <div className={styles.rename}>
      <TextField
        label={t`Heading`}
        hideLabel
        autoFocus
        value={name}
        onChange={setName}
        onBlur={() => onDone(name.trim() || null)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onDone(name.trim() || null)
          if (event.key === 'Escape') onDone(null)
        }}
      />
    </div>
  )
}

/** A heading over the rules that stand under it: folded by a click, renamed, moved with its rules. */
export const HeadingRow = memo(function HeadingRow({
  entry,
  isActive,
  isRenaming,
  canMove,
  onFold,
  onRename,
  onSelect,
  actions,
}: {
  entry: Heading
  isActive: boolean
  isRenaming: boolean
  canMove: boolean
  onFold: (heading: string) => void
  /** Begins (the key) or ends (null) renaming. */
  onRename: (key: string | null) => void
  /** Chooses all rules below it. */
  onSelect: (ids: readonly string[]) => void
  actions: RuleActions
}) {
  const { t } = useLingui()
  const { key, heading, ids, isCollapsed } = entry
  const drag = useSortable({
    id: key,
    disabled: !canMove,
    transition: { duration: 150, easing: 'ease' },
  })
  const done = (to: string | null) => {
    onRename(null)
    if (to !== null && to !== heading) actions.head(ids, to)
  }
  return (
    <div
      ref={drag.setNodeRef}
      className={styles.heading}
      data-dragging={drag.isDragging || undefined}
      style={{ transform: CSS.Translate.toString(drag.transform), transition: drag.transition }}
    >
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the grid hears the keys */}
      <div
        role="row"
        aria-level={1}
        aria-expanded={!isCollapsed}
        aria-label={t`Heading ${heading}`}
        tabIndex={isActive ? 0 : -1}
        data-row={key}
        className={styles.headingHead}
        onClick={(event) => {
          if (!isInner(event.target, event.currentTarget)) onFold(heading)
        }}
      >
        <div role="gridcell">
          <button
            type="button"
            ref={drag.setActivatorNodeRef}
            className={styles.grip}
            {...drag.attributes}
            {...drag.listeners}
            tabIndex={isActive ? 0 : -1}
            aria-label={t`Move heading “${heading}” with its rules`}
            aria-disabled={!canMove}
          >
            <GripVertical size={15} strokeWidth={1.75} aria-hidden="true" />
          </button>
        </div>
        <div role="gridcell" className={styles.headingWords}>
          <ChevronRight
            size={15}
            className={styles.fold}
            data-open={!isCollapsed || undefined}
            aria-hidden="true"
          />
          {isRenaming ? (
            <Rename heading={heading} onDone={done} />
          ) : (
            <span className={styles.headingName} title={heading}>
              {heading}
            </span>
          )}
          <span className={styles.headingCount}>
            <Plural value={ids.length} one="# rule" other="# rules" />
          </span>
        </div>
        <div role="gridcell">
          <Menu
            label={t`Heading “${heading}”`}
            trigger={
              <IconButton
                label={t`More for heading “${heading}”`}
                icon={Ellipsis}
                excludeFromTabOrder={!isActive}
              />
            }
            items={[
              { id: 'rename', label: t`Rename`, icon: Pencil, onAction: () => onRename(key) },
              {
                id: 'choose',
                label: t`Choose its rules`,
                icon: Copy,
                onAction: () => onSelect(ids),
              },
              {
                id: 'on',
                label: t`Switch all on`,
                icon: ToggleRight,
                onAction: () => actions.enable(ids, true),
              },
              {
                id: 'off',
                label: t`Switch all off`,
                icon: ToggleLeft,
                onAction: () => actions.enable(ids, false),
              },
              {
                id: 'remove',
                label: t`Remove the heading, keep the rules`,
                icon: ListX,
                onAction: () => actions.head(ids, ''),
              },
            ]}
          />
        </div>
      </div>
    </div>
  )
})

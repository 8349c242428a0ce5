import { useLingui } from '@lingui/react/macro'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import type { DraftRule, Vocabulary } from '../../../platform'
import { movedIds } from '../draft/state'
import styles from '../rules.module.css'
import type { Ask } from './Asked'
import { DragList } from './DragList'
import type { Entry } from './entries'
import { HeadingRow } from './HeadingRow'
import { RuleRow } from './RuleRow'
import { useDrag } from './useDrag'
import { useGridKeys } from './useGridKeys'
import { useListWindow } from './useListWindow'
import type { RuleActions } from './useRuleActions'
import type { RuleSelection } from './useSelection'

const manyRows = 100
const rowHeight = 80

/** The names of rules with their numbers. */
function useNumbers(rules: readonly DraftRule[]) {
  const names = rules.map((r) => r.view.rule.name).join('\n')
  return useMemo(() => {
    const at = new Map(names.split('\n').map((name, index) => [name, index + 1]))
    return (name: string) => at.get(name) ?? null
  }, [names])
}

/** The rules in their order, under their headings: moved, chosen, folded and opened by pointer and by keyboard. */
export function RulesGrid({
  rules,
  entries,
  vocabulary,
  pending,
  movedHere,
  openId,
  canMove,
  selection,
  actions,
  onAsk,
  onFold,
  editor,
  foot,
}: {
  rules: readonly DraftRule[]
  entries: readonly Entry[]
  vocabulary: Vocabulary | undefined
  pending: ReadonlySet<string>
  /** Ids of rules that were moved by hand. */
  movedHere: ReadonlySet<string>
  openId: string | undefined
  /** Whether the whole list is on show, so that its order can be changed. */
  canMove: boolean
  selection: RuleSelection
  actions: RuleActions
  onAsk: (ask: Ask) => void
  onFold: (heading: string, isCollapsed?: boolean) => void
  /** The editor of the open rule. */
  editor: ReactNode
  /** What follows the rules. */
  foot: ReactNode
}) {
  const { t } = useLingui()
  const [wanted, setActive] = useState<string | undefined>(openId)
  const [renaming, setRenaming] = useState<string | null>(null)
  const focusNext = useRef(false)
  const joined = entries.map((e) => e.key).join('\n')
  const keys = useMemo(() => (joined === '' ? [] : joined.split('\n')), [joined])
  const active = wanted !== undefined && keys.includes(wanted) ? wanted : keys[0]
  const { dragged, context } = useDrag({ rules, entries, selected: selection.ids, actions })
  const isMany = keys.length > manyRows
  const view = useListWindow(keys, {
    isOn: isMany,
    estimate: rowHeight,
    keep: dragged ?? openId ?? null,
  })
  const elsewhere = useMemo(() => movedIds(rules, movedHere), [rules, movedHere])
  const numbers = useNumbers(rules)

  const go = (key: string) => {
    setActive(key)
    focusNext.current = true
    view.reveal(key)
  }
  useEffect(() => {
    if (!focusNext.current || active === undefined) return
    const row = view.scroller.current?.querySelector<HTMLElement>(
      `[data-row="${CSS.escape(active)}"]`,
    )
    if (!row) return
    focusNext.current = false
    row.focus()
  })

  const selectionRef = useRef(selection)
  selectionRef.current = selection
  const [stable] = useState(() => ({
    select: (id: string, isRange: boolean) =>
      isRange ? selectionRef.current.extend(id) : selectionRef.current.toggle(id),
    selectAll: (ids: readonly string[]) => {
      for (const id of ids) if (!selectionRef.current.ids.has(id)) selectionRef.current.toggle(id)
    },
  }))
  const onKeyDown = useGridKeys({
    entries,
    onActive: go,
    selection,
    actions,
    canMove,
    openId,
    onFold,
    onRename: setRenaming,
  })

  return (
    <div className={styles.scroller} ref={view.scroller} onScroll={view.onScroll} data-scroller>
      <DragList keys={keys} context={context}>
        <div
          role="treegrid"
          aria-label={t`Rules`}
          aria-rowcount={entries.length}
          aria-multiselectable
          tabIndex={-1}
          onKeyDown={onKeyDown}
          onFocus={(event) => {
            const key = (event.target as HTMLElement).dataset.row
            if (key !== undefined) setActive(key)
          }}
          style={{ paddingBlock: `${view.before}px ${view.after}px` }}
        >
          {entries.slice(view.first, view.last + 1).map((entry) => (
            <div key={entry.key} data-key={entry.key} ref={view.measure} className={styles.slot}>
              {entry.kind === 'heading' ? (
                <HeadingRow
                  entry={entry}
                  isActive={entry.key === active}
                  isRenaming={entry.key === renaming}
                  canMove={canMove}
                  onFold={onFold}
                  onRename={setRenaming}
                  onSelect={stable.selectAll}
                  actions={actions}
                />
              ) : (
                <RuleRow
                  row={entry.row}
                  position={entry.position}
                  firstId={rules[0]?.view.id}
                  isLast={entry.position === rules.length}
                  isOpen={entry.key === openId}
                  isActive={entry.key === active}
                  isSelected={selection.ids.has(entry.key)}
                  isChoosing={selection.ids.size > 0}
                  isMoved={elsewhere.has(entry.key)}
                  isPending={pending.has(entry.key)}
                  isInset={entry.heading !== ''}
                  onSelect={stable.select}
                  {...{ vocabulary, canMove, numbers, actions, onAsk }}
                >
                  {entry.key === openId ? editor : null}
                </RuleRow>
              )}
            </div>
          ))}
        </div>
      </DragList>
      {foot}
    </div>
  )
}

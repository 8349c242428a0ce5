import { Plural, useLingui } from '@lingui/react/macro'
import { ChevronRight } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { Skeleton } from '../../../components'
import { useRowWindow } from '../../../components/useRowWindow'
import { useFormat } from '../../../i18n'
import styles from './units.module.css'
import type { UnitRow } from './useUnits'

const rowHeight = 36

/** The tree as a grid: arrow keys move, open and close; Enter goes to the org unit's page. */
export function TreeGrid({
  rows,
  onTurn,
  onMore,
  onOpen,
}: {
  rows: readonly UnitRow[]
  onTurn: (path: string, isOpen: boolean) => void
  onMore: (parent: string | null) => void
  onOpen: (path: string) => void
}) {
  const { t } = useLingui()
  const view = useRowWindow(rows.length, rowHeight, rowHeight)
  const [active, setActive] = useState(0)
  const focusNext = useRef(false)
  const activeRow = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!focusNext.current || !activeRow.current) return
    focusNext.current = false
    activeRow.current.focus({ preventScroll: true })
  })
  const kept = Math.min(active, Math.max(0, rows.length - 1))
  const go = (index: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, index))
    setActive(next)
    focusNext.current = true
    const to = view.rows.reveal(next)
    if (to !== null) view.moveTo(to)
  }
  const above = (index: number) => {
    const level = rows[index]?.level ?? 1
    for (let at = index - 1; at >= 0; at -= 1) if ((rows[at]?.level ?? 0) < level) return at
    return index
  }
  const press = (row: UnitRow) => {
    if (row.kind === 'unit') onOpen(row.unit.path)
    if (row.kind === 'more') onMore(row.parent)
  }
  const onKeyDown = (event: KeyboardEvent, row: UnitRow, index: number) => {
    const isUnit = row.kind === 'unit'
    const canOpen = isUnit && row.unit.children > 0
    const page = Math.max(1, Math.floor(view.viewport / rowHeight) - 1)
    switch (event.key) {
      case 'ArrowDown':
        go(index + 1)
        break
      case 'ArrowUp':
        go(index - 1)
        break
      case 'PageDown':
        go(index + page)
        break
      case 'PageUp':
        go(index - page)
        break
      case 'Home':
        go(0)
        break
      case 'End':
        go(rows.length - 1)
        break
      case 'ArrowRight':
        if (canOpen && !row.isOpen) onTurn(row.unit.path, true)
        else if (canOpen) go(index + 1)
        break
      case 'ArrowLeft':
        if (canOpen && row.isOpen) onTurn(row.unit.path, false)
        else go(above(index))
        break
      case 'Enter':
        press(row)
        break
      default:
        return
    }
    event.preventDefault()
  }
  const { first, last } = view.rows
  const drawn = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i)
  if (rows.length > 0 && (kept < first || kept > last)) drawn.push(kept)
  return (
    <div className={styles.table}>
      <div className={styles.scroller} ref={view.ref} onScroll={view.onScroll}>
        <div role="treegrid" aria-label={t`Org units`} aria-rowcount={rows.length + 1}>
          <div role="row" aria-rowindex={1} className={styles.header}>
            <div role="columnheader">{t`Org unit`}</div>
            <div role="columnheader" className={styles.number}>{t`Here`}</div>
            <div role="columnheader" className={styles.number}>{t`Here and below`}</div>
          </div>
          <div role="rowgroup" className={styles.body} style={{ height: view.rows.height }}>
            {drawn.map((index) => {
              const row = rows[index]
              if (!row) return null
              return (
                <div
                  key={row.key}
                  ref={index === kept ? activeRow : undefined}
                  role="row"
                  aria-rowindex={index + 2}
                  aria-level={row.level}
                  aria-expanded={
                    row.kind === 'unit' && row.unit.children > 0 ? row.isOpen : undefined
                  }
                  tabIndex={index === kept ? 0 : -1}
                  className={styles.row}
                  style={{ transform: `translateY(${view.rows.top(index)}px)` }}
                  onFocus={() => setActive(index)}
                  onKeyDown={(event) => onKeyDown(event, row, index)}
                  onClick={() => press(row)}
                >
                  <Cells row={row} onTurn={onTurn} />
                </div>
              )
            })}
          </div>
        </div>
      </div>
    </div>
  )
}

function Cells({ row, onTurn }: { row: UnitRow; onTurn: (path: string, isOpen: boolean) => void }) {
  const { number } = useFormat()
  const indent = { paddingInlineStart: (row.level - 1) * 20 }
  if (row.kind === 'waiting') {
    return (
      <div role="gridcell" className={styles.name} style={indent}>
        <Skeleton width="160px" />
      </div>
    )
  }
  if (row.kind === 'more') {
    return (
      <div role="gridcell" className={styles.more} style={indent}>
        <Plural value={row.left} one="Show # more" other="Show # more" />
      </div>
    )
  }
  const { unit, isOpen } = row
  return (
    <>
      <div role="gridcell" className={styles.name} style={indent}>
        {unit.children > 0 ? (
          // The row itself says whether it is open, and opens by the arrow keys.
          // biome-ignore lint/a11y/noStaticElementInteractions: see above
          // biome-ignore lint/a11y/useKeyWithClickEvents: see above
          <span
            className={styles.turn}
            data-open={isOpen || undefined}
            onClick={(event) => {
              event.stopPropagation()
              onTurn(unit.path, !isOpen)
            }}
          >
            <ChevronRight size={15} aria-hidden="true" />
          </span>
        ) : (
          <span className={styles.turn} />
        )}
        <span className={styles.words} title={unit.path}>
          {unit.name}
        </span>
      </div>
      <div role="gridcell" className={styles.number}>
        {unit.here > 0 ? number(unit.here) : <span className={styles.faint}>–</span>}
      </div>
      <div role="gridcell" className={styles.number}>
        {number(unit.below)}
      </div>
    </>
  )
}

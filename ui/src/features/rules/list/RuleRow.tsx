import { useSortable } from '@dnd-kit/sortable'
import { CSS } from '@dnd-kit/utilities'
import { Plural, useLingui } from '@lingui/react/macro'
import { ArrowRight, GripVertical } from 'lucide-react'
import { type MouseEvent, memo, type ReactNode } from 'react'
import { Checkbox, Chip, Switch } from '../../../components'
import { useFormat } from '../../../i18n'
import type { DraftRule, Vocabulary } from '../../../platform'
import { Gives } from '../Gives'
import styles from '../rules.module.css'
import { useConditionWords } from '../useConditionWords'
import type { Ask } from './Asked'
import { Remarks } from './Remarks'
import { RuleMenu } from './RuleMenu'
import type { RuleActions } from './useRuleActions'

/** Whether an event was meant for something inside the row. */
export const isInner = (target: EventTarget, row: Element) =>
  target instanceof Element &&
  target !== row &&
  target.closest('button, a, input, label, [role="switch"]') !== null

interface RowProps {
  row: DraftRule
  position: number
  vocabulary: Vocabulary | undefined
  firstId: string | undefined
  isLast: boolean
  isOpen: boolean
  isActive: boolean
  isSelected: boolean
  /** Whether any rule is chosen, so that all show their boxes. */
  isChoosing: boolean
  isMoved: boolean
  isPending: boolean
  canMove: boolean
  /** Whether it stands below a heading. */
  isInset: boolean
  numbers: (name: string) => number | null
  actions: RuleActions
  onAsk: (ask: Ask) => void
  onSelect: (id: string, isRange: boolean) => void
  /** The editor, while it is open. */
  children?: ReactNode
}

/** How the rule differs from what is saved. */
function Marks({ row, isMoved }: { row: DraftRule; isMoved: boolean }) {
  const { t } = useLingui()
  const from = row.savedPosition
  return (
    <>
      {row.change === 'new' && <Chip kind="plain">{t`new`}</Chip>}
      {row.change === 'changed' && <Chip kind="plain">{t`edited`}</Chip>}
      {isMoved && from !== null && <Chip kind="plain">{t`was ${from}`}</Chip>}
    </>
  )
}

function Words({
  row,
  vocabulary,
  isMoved,
  numbers,
  actions,
  isPending,
}: Pick<RowProps, 'row' | 'vocabulary' | 'isMoved' | 'numbers' | 'actions' | 'isPending'>) {
  const { t } = useLingui()
  const conditionWords = useConditionWords(vocabulary)
  const { view } = row
  const { name, when } = view.rule
  const words = view.condition ? conditionWords(view.condition) : when
  return (
    <div role="gridcell" className={styles.words}>
      <div className={styles.title}>
        <span className={styles.name} title={name}>
          {name || t`New rule`}
        </span>
        <Marks row={row} isMoved={isMoved} />
      </div>
      <div className={styles.line}>
        <span className={styles.condition} data-mono={!view.condition || undefined}>
          {words || t`nobody yet`}
        </span>
        <ArrowRight size={13} className={styles.arrow} aria-label={t`gives`} />
        <Gives rule={view.rule} several={(vocabulary?.targets.length ?? 0) > 1} />
      </div>
      <Remarks row={row} numbers={numbers} isPending={isPending} onFix={actions.edit} />
    </div>
  )
}

/** The number, and over it the box that chooses the rule. */
const Place = memo(function Place({
  id,
  name,
  position,
  isSelected,
  onSelect,
}: Pick<RowProps, 'position' | 'isSelected' | 'onSelect'> & { id: string; name: string }) {
  const { t } = useLingui()
  const { number } = useFormat()
  return (
    <div
      role="gridcell"
      className={styles.position}
      onClickCapture={(event) => {
        if (!event.shiftKey) return
        event.preventDefault()
        event.stopPropagation()
        onSelect(id, true)
      }}
    >
      <span className={styles.number}>{number(position)}</span>
      <span className={styles.box}>
        <Checkbox
          label={t`Choose “${name}”`}
          hideLabel
          excludeFromTabOrder
          isSelected={isSelected}
          onChange={() => onSelect(id, false)}
        />
      </span>
    </div>
  )
})

/** What switches the rule on and off. */
const OnOff = memo(function OnOff({
  id,
  name,
  enabled,
  isActive,
  actions,
}: Pick<RowProps, 'isActive' | 'actions'> & { id: string; name: string; enabled: boolean }) {
  const { t } = useLingui()
  return (
    <Switch
      label={t`Use “${name}”`}
      hideLabel
      isSelected={enabled}
      onChange={(on) => actions.enable([id], on)}
      excludeFromTabOrder={!isActive}
    />
  )
})

/** One rule: grip, number, name, condition in words with what it gives, people, switch, menu, remarks. */
export const RuleRow = memo(function RuleRow(props: RowProps) {
  const { row, position, isOpen, isActive, isSelected, canMove, actions, onSelect } = props
  const { t } = useLingui()
  const { number } = useFormat()
  const { id, rule, people } = row.view
  const { name, enabled } = rule
  const drag = useSortable({
    id,
    disabled: !canMove,
    transition: { duration: 150, easing: 'ease' },
  })
  const shown = number(position)
  const canRevert = row.savedPosition !== null && (row.change === 'changed' || props.isMoved)

  const onClick = (event: MouseEvent<HTMLDivElement>) => {
    if (isInner(event.target, event.currentTarget)) return
    if (event.shiftKey) onSelect(id, true)
    else if (event.ctrlKey || event.metaKey) onSelect(id, false)
    else if (isOpen) actions.close()
    else actions.open(id)
  }

  return (
    <div
      ref={drag.setNodeRef}
      className={styles.rule}
      data-current={isOpen || undefined}
      data-selected={isSelected || undefined}
      data-choosing={props.isChoosing || undefined}
      data-dragging={drag.isDragging || undefined}
      data-off={!enabled || undefined}
      data-inset={props.isInset || undefined}
      style={{ transform: CSS.Translate.toString(drag.transform), transition: drag.transition }}
    >
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the grid hears the keys */}
      <div
        role="row"
        aria-level={props.isInset ? 2 : 1}
        aria-label={t`Rule ${shown}: ${name}`}
        aria-selected={isSelected}
        aria-expanded={isOpen}
        tabIndex={isActive ? 0 : -1}
        data-row={id}
        className={styles.head}
        onClick={onClick}
      >
        <div role="gridcell">
          <button
            type="button"
            ref={drag.setActivatorNodeRef}
            className={styles.grip}
            {...drag.attributes}
            {...drag.listeners}
            tabIndex={isActive ? 0 : -1}
            aria-label={t`Move “${name}”, number ${shown}`}
            aria-disabled={!canMove}
          >
            <GripVertical size={15} strokeWidth={1.75} aria-hidden="true" />
          </button>
        </div>
        <Place {...{ id, name, position, isSelected, onSelect }} />
        <Words {...props} />
        <div role="gridcell" className={styles.people}>
          {row.view.condition || people > 0 ? (
            <Plural
              value={people}
              one={
                <span>
                  <b>#</b> person
                </span>
              }
              other={
                <span>
                  <b>#</b> people
                </span>
              }
            />
          ) : (
            '—'
          )}
        </div>
        <div role="gridcell" className={styles.controls}>
          <OnOff {...{ id, name, enabled, isActive, actions }} />
          <RuleMenu
            {...{ id, name, canRevert, isActive, actions }}
            isFirst={position === 1}
            isLast={props.isLast}
            firstId={props.firstId}
            onAsk={props.onAsk}
          />
        </div>
      </div>
      {isOpen && (
        <div role="row" aria-label={t`Edit “${name}”`}>
          <div role="gridcell" className={styles.editor}>
            {props.children}
          </div>
        </div>
      )}
    </div>
  )
})

import { useSortable } from '@dnd-kit/sortable'
import { CSS } from '@dnd-kit/utilities'
import { Plural, useLingui } from '@lingui/react/macro'
import {
  ArrowDownToLine,
  ArrowRight,
  ArrowUpToLine,
  Copy,
  Ellipsis,
  GripVertical,
  Pencil,
  Trash2,
  TriangleAlert,
} from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { Link } from 'react-aria-components'
import { hrefTo, navigate } from '../../app'
import { IconButton, Menu, Switch } from '../../components'
import { useFormat } from '../../i18n'
import type { RuleView } from '../../platform'
import { Gives } from './Gives'
import styles from './rules.module.css'
import { useRemarkWords } from './useRemarkWords'

/** What a row can do to its rule. */
export interface RuleActions {
  move: (id: string, position: number) => void
  enable: (id: string, enabled: boolean) => void
  duplicate: (view: RuleView, position: number) => void
  remove: (view: RuleView) => void
}

function RuleMenu({
  view,
  position,
  count,
  canMove,
  actions,
}: {
  view: RuleView
  position: number
  count: number
  canMove: boolean
  actions: RuleActions
}) {
  const { t } = useLingui()
  const { name } = view.rule
  return (
    <Menu
      label={t`Rule “${name}”`}
      trigger={<IconButton label={t`More for “${name}”`} icon={Ellipsis} />}
      items={[
        {
          id: 'edit',
          label: t`Edit`,
          icon: Pencil,
          onAction: () => navigate(hrefTo('rules', [view.id])),
        },
        {
          id: 'duplicate',
          label: t`Duplicate`,
          icon: Copy,
          onAction: () => actions.duplicate(view, position),
        },
        {
          id: 'top',
          label: t`Move to top`,
          icon: ArrowUpToLine,
          isDisabled: !canMove || position === 1,
          onAction: () => actions.move(view.id, 1),
        },
        {
          id: 'bottom',
          label: t`Move to bottom`,
          icon: ArrowDownToLine,
          isDisabled: !canMove || position === count,
          onAction: () => actions.move(view.id, count),
        },
        {
          id: 'delete',
          label: t`Delete`,
          icon: Trash2,
          tone: 'bad',
          onAction: () => actions.remove(view),
        },
      ]}
    />
  )
}

/** One rule: grip, number, name, condition in words with what it gives, people, switch, menu, remarks. */
export function RuleRow({
  view,
  position,
  count,
  words,
  isCurrent,
  several,
  canMove,
  actions,
}: {
  view: RuleView
  position: number
  count: number
  words: string
  isCurrent: boolean
  several: boolean
  canMove: boolean
  actions: RuleActions
}) {
  const { t } = useLingui()
  const { number } = useFormat()
  const remarkWords = useRemarkWords()
  const { name, enabled } = view.rule
  const drag = useSortable({
    id: view.id,
    disabled: !canMove,
    transition: { duration: 150, easing: 'ease' },
  })
  const shown = number(position)

  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || !canMove) return
    const to = { ArrowUp: position - 1, ArrowDown: position + 1 }[event.key]
    if (to === undefined) return
    event.preventDefault()
    if (to >= 1 && to <= count) actions.move(view.id, to)
  }

  return (
    <li
      ref={drag.setNodeRef}
      className={styles.rule}
      data-current={isCurrent || undefined}
      data-dragging={drag.isDragging || undefined}
      data-off={!enabled || undefined}
      style={{ transform: CSS.Translate.toString(drag.transform), transition: drag.transition }}
      onKeyDown={onKeyDown}
    >
      <button
        type="button"
        ref={drag.setActivatorNodeRef}
        className={styles.grip}
        {...drag.attributes}
        {...drag.listeners}
        aria-label={t`Move “${name}”, number ${shown}`}
        aria-disabled={!canMove}
      >
        <GripVertical size={15} strokeWidth={1.75} aria-hidden="true" />
      </button>
      <div className={styles.position}>{shown}</div>
      <div className={styles.words}>
        <Link
          href={hrefTo('rules', [view.id])}
          className={styles.name}
          aria-current={isCurrent || undefined}
        >
          {name}
        </Link>
        <div className={styles.line}>
          <span className={styles.condition} data-mono={!view.condition || undefined}>
            {words}
          </span>
          <ArrowRight size={13} className={styles.arrow} aria-label={t`gives`} />
          <Gives rule={view.rule} several={several} />
        </div>
        {view.remarks.map((remark) => (
          <div key={`${remark.code} ${remark.name}`} className={styles.remark}>
            <TriangleAlert size={13} strokeWidth={1.75} role="img" aria-label={t`Warning`} />
            {remarkWords(remark)}
          </div>
        ))}
      </div>
      <div className={styles.people}>
        <Plural
          value={view.people}
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
      </div>
      <div className={styles.controls}>
        <Switch
          label={t`Use “${name}”`}
          hideLabel
          isSelected={enabled}
          onChange={(on) => actions.enable(view.id, on)}
        />
        <RuleMenu {...{ view, position, count, canMove, actions }} />
      </div>
    </li>
  )
}

import { useLingui } from '@lingui/react/macro'
import {
  ArrowDownToLine,
  ArrowUpToLine,
  Copy,
  Ellipsis,
  Heading,
  ListEnd,
  Pencil,
  Trash2,
  Undo2,
} from 'lucide-react'
import { memo } from 'react'
import { IconButton, Menu } from '../../../components'
import type { Ask } from './Asked'
import type { RuleActions } from './useRuleActions'

/** Everything that can be done to one rule. */
export const RuleMenu = memo(function RuleMenu({
  id,
  name,
  canRevert,
  isFirst,
  isLast,
  firstId,
  actions,
  onAsk,
  isActive,
}: {
  id: string
  name: string
  /** Whether it has edits to take back. */
  canRevert: boolean
  isFirst: boolean
  isLast: boolean
  firstId: string | undefined
  actions: RuleActions
  onAsk: (ask: Ask) => void
  isActive: boolean
}) {
  const { t } = useLingui()
  return (
    <Menu
      label={t`Rule “${name}”`}
      trigger={
        <IconButton label={t`More for “${name}”`} icon={Ellipsis} excludeFromTabOrder={!isActive} />
      }
      items={[
        { id: 'edit', label: t`Edit`, icon: Pencil, onAction: () => actions.open(id) },
        {
          id: 'duplicate',
          label: t`Duplicate`,
          icon: Copy,
          onAction: () => actions.duplicate([id]),
        },
        {
          id: 'top',
          label: t`Move to top`,
          icon: ArrowUpToLine,
          isDisabled: isFirst,
          onAction: () => actions.move([id], firstId ?? null),
        },
        {
          id: 'bottom',
          label: t`Move to bottom`,
          icon: ArrowDownToLine,
          isDisabled: isLast,
          onAction: () => actions.move([id], null),
        },
        {
          id: 'before',
          label: t`Move before…`,
          icon: ListEnd,
          isDisabled: isFirst && isLast,
          onAction: () => onAsk({ what: 'before', ids: [id] }),
        },
        {
          id: 'heading',
          label: t`Heading…`,
          icon: Heading,
          onAction: () => onAsk({ what: 'heading', ids: [id] }),
        },
        ...(canRevert
          ? [
              {
                id: 'revert',
                label: t`Take back its edits`,
                icon: Undo2,
                onAction: () => actions.revert(id),
              },
            ]
          : []),
        {
          id: 'delete',
          label: t`Delete`,
          icon: Trash2,
          tone: 'bad' as const,
          onAction: () => actions.remove([id]),
        },
      ]}
    />
  )
})

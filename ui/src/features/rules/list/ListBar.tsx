import { Plural, Trans, useLingui } from '@lingui/react/macro'
import {
  ArrowDownToLine,
  ArrowUpToLine,
  Copy,
  Ellipsis,
  Heading,
  ListEnd,
  Trash2,
  Undo2,
  X,
} from 'lucide-react'
import { memo } from 'react'
import { setQuery } from '../../../app'
import { Button, IconButton, Menu, SearchField } from '../../../components'
import styles from '../rules.module.css'
import type { Ask } from './Asked'
import type { RuleActions } from './useRuleActions'
import type { RuleSelection } from './useSelection'

/** What can be done to the chosen rules. */
function Chosen({
  firstId,
  selection,
  actions,
  onAsk,
}: {
  firstId: string | undefined
  selection: RuleSelection
  actions: RuleActions
  onAsk: (ask: Ask) => void
}) {
  const { t } = useLingui()
  const ids = [...selection.ids]
  return (
    <div className={styles.chosen} role="toolbar" aria-label={t`Chosen rules`}>
      <b className={styles.chosenCount}>
        <Plural value={ids.length} one="# chosen" other="# chosen" />
      </b>
      <Button small onPress={() => actions.enable(ids, true)}>
        <Trans>Switch on</Trans>
      </Button>
      <Button small onPress={() => actions.enable(ids, false)}>
        <Trans>Switch off</Trans>
      </Button>
      <Menu
        label={t`Move or copy the chosen rules`}
        trigger={
          <Button small icon={Ellipsis}>
            <Trans>Move or copy</Trans>
          </Button>
        }
        items={[
          {
            id: 'top',
            label: t`Move to top`,
            icon: ArrowUpToLine,
            onAction: () => actions.move(ids, firstId ?? null),
          },
          {
            id: 'bottom',
            label: t`Move to bottom`,
            icon: ArrowDownToLine,
            onAction: () => actions.move(ids, null),
          },
          {
            id: 'before',
            label: t`Move before…`,
            icon: ListEnd,
            onAction: () => onAsk({ what: 'before', ids }),
          },
          {
            id: 'duplicate',
            label: t`Duplicate`,
            icon: Copy,
            onAction: () => actions.duplicate(ids),
          },
        ]}
      />
      <Button small icon={Heading} onPress={() => onAsk({ what: 'heading', ids })}>
        <Trans>Heading…</Trans>
      </Button>
      <Button
        small
        icon={Trash2}
        onPress={() => {
          actions.remove(ids)
          selection.clear()
        }}
      >
        <Trans>Delete</Trans>
      </Button>
      <span className={styles.push} />
      <IconButton label={t`Choose none`} icon={X} onPress={selection.clear} />
    </div>
  )
}

/** Over the list: search and undo, or what can be done to the chosen rules. */
export const ListBar = memo(function ListBar({
  count,
  firstId,
  text,
  selection,
  actions,
  onAsk,
  canUndo,
  onUndo,
}: {
  /** How many rules there are. */
  count: number
  firstId: string | undefined
  /** What is searched for. */
  text: string
  selection: RuleSelection
  actions: RuleActions
  onAsk: (ask: Ask) => void
  canUndo: boolean
  onUndo: () => void
}) {
  const { t } = useLingui()
  return (
    <div className={styles.listBar}>
      {selection.ids.size > 0 ? (
        <Chosen {...{ firstId, selection, actions, onAsk }} />
      ) : (
        <>
          <div className={styles.search} data-search>
            <SearchField label={t`Find a rule`} value={text} onChange={(q) => setQuery({ q })} />
          </div>
          <span className={styles.faint}>
            <Plural value={count} one="# rule" other="# rules" />
          </span>
          <span className={styles.push} />
          <IconButton
            label={t`Undo the last edit`}
            icon={Undo2}
            isDisabled={!canUndo}
            onPress={onUndo}
          />
        </>
      )}
    </div>
  )
})

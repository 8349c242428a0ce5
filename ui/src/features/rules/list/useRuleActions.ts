import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useMemo } from 'react'
import { hrefTo, navigate, toast } from '../../../app'
import type { DraftRule, RuleEdit } from '../../../platform'
import { freeName, freshId } from '../draft/state'
import type { DraftStore } from '../draft/store'
import { nudged } from './entries'

/** What can be done to rules; each is one edit of the draft, undone in one step. */
export interface RuleActions {
  open: (id: string) => void
  close: () => void
  edit: (edits: RuleEdit[]) => void
  /** To stand before a rule, or at the end. */
  move: (ids: readonly string[], before: string | null) => void
  nudge: (ids: readonly string[], by: 1 | -1) => void
  enable: (ids: readonly string[], enabled: boolean) => void
  head: (ids: readonly string[], heading: string) => void
  /** Makes copies right below, switched off. */
  duplicate: (ids: readonly string[]) => void
  remove: (ids: readonly string[]) => void
  revert: (id: string) => void
}

/** The actions on the draft of a store. */
export function useRuleActions(store: DraftStore): RuleActions {
  const { t } = useLingui()
  return useMemo(() => {
    const rules = () => store.snapshot().draft?.rules ?? []
    const chosen = (ids: readonly string[]) => rules().filter((r) => ids.includes(r.view.id))
    const edit = (edits: RuleEdit[]) => store.edit(edits)

    const bringBack = (gone: readonly DraftRule[], turn: number, places: readonly number[]) => {
      // Undo is exact; after other edits it would take those back instead.
      if (store.turn === turn) return store.undo()
      edit(
        gone.map(({ view, savedPosition }, i) =>
          savedPosition === null
            ? { kind: 'set', id: view.id, rule: view.rule, position: places[i] ?? null }
            : { kind: 'restore', id: view.id },
        ),
      )
    }

    return {
      open: (id) => navigate(hrefTo('rules', [id])),
      close: () => navigate(hrefTo('rules')),
      edit,
      move: (ids, before) => edit([{ kind: 'move', ids: [...ids], before }]),
      nudge: (ids, by) => edit(nudged(rules(), ids, by)),
      enable: (ids, enabled) => edit([{ kind: 'switch', ids: [...ids], enabled }]),
      head: (ids, heading) => edit([{ kind: 'heading', ids: [...ids], heading: heading.trim() }]),
      duplicate: (ids) => {
        const taken = rules().map((r) => r.view.rule.name)
        let after = 0
        const copies = chosen(ids).map(({ view: { id, rule } }) => {
          const original = rule.name
          const name = freeName(t`${original} (copy)`, taken)
          taken.push(name)
          const position = rules().findIndex((r) => r.view.id === id) + 2 + after
          after += 1
          const copy = { ...rule, name, enabled: false }
          return { kind: 'set' as const, id: freshId(), rule: copy, position }
        })
        edit(copies)
        const [only, second] = copies
        if (only && !second) navigate(hrefTo('rules', [only.id]))
      },
      remove: (ids) => {
        const gone = chosen(ids)
        const places = gone.map((r) => rules().indexOf(r) + 1)
        const name = gone[0]?.view.rule.name ?? ''
        edit([{ kind: 'delete', ids: gone.map((r) => r.view.id) }])
        const turn = store.turn
        if (ids.some((id) => location.hash.startsWith(hrefTo('rules', [id]))))
          navigate(hrefTo('rules'))
        toast({
          text:
            gone.length === 1
              ? t`Rule “${name}” deleted`
              : plural(gone.length, { one: '# rule deleted', other: '# rules deleted' }),
          action: { label: t`Undo`, onPress: () => bringBack(gone, turn, places) },
        })
      },
      revert: (id) => edit([{ kind: 'revert', id }]),
    }
  }, [store, t])
}

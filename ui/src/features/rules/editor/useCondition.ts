import { useEffect, useRef, useState } from 'react'
import {
  type AppError,
  type Condition,
  type ConditionProblem,
  call,
  toAppError,
} from '../../../platform'
import type { DraftStore } from '../draft/store'
import { emptyGroup, fromCondition, isComplete, type Root, toCondition } from './tree'

/** A condition being edited, as a tree and as a text that follow each other. */
export interface ConditionDraft {
  text: string
  /** Null while the text cannot be read. */
  tree: Root | null
  /** What is wrong with the text, of the text on show. */
  problem: ConditionProblem | null
  /** Why the engine could not write the tree as text. */
  error: AppError | null
  isComplete: boolean
  setTree: (tree: Root) => void
  setText: (text: string) => void
}

const treeOf = (text: string, condition: Condition | null) => {
  if (condition) return fromCondition(condition)
  return text.trim() === '' ? emptyGroup() : null
}

/**
 * Edits the condition of a rule of the draft. The text is the draft's; the tree keeps its parts while it is edited, and
 * follows the text when that was typed, undone or changed elsewhere. `onText` is told of each new text with the edit it
 * belongs to.
 */
export function useCondition({
  text,
  condition,
  problem,
  isPending,
  store,
  onText,
}: {
  text: string
  /** The text as the engine read it; old while `isPending`. */
  condition: Condition | null
  problem: ConditionProblem | null
  isPending: boolean
  store: DraftStore
  onText: (text: string, tree: Root | null, turn: number) => void
}): ConditionDraft {
  const [tree, setTreeState] = useState<Root | null>(() => treeOf(text, condition))
  const [error, setError] = useState<AppError | null>(null)
  // The text that the tree stands for, and the newest writing of the tree.
  const written = useRef(text)
  const newest = useRef(0)
  const [writing, setWriting] = useState(0)

  useEffect(() => {
    if (isPending || writing > 0 || text === written.current) return
    written.current = text
    setTreeState(treeOf(text, condition))
  }, [isPending, writing, text, condition])

  const isWhole = tree ? isComplete(tree) : text.trim() !== ''
  const isWaiting = !isWhole && text.trim() !== ''
  useEffect(() => {
    store.setWaiting(isWaiting)
    return () => store.setWaiting(false)
  }, [isWaiting, store])

  const setText = (typed: string) => {
    newest.current = store.begin()
    setError(null)
    onText(typed, null, newest.current)
  }

  const setTree = (changed: Root) => {
    const turn = store.begin()
    newest.current = turn
    setTreeState(changed)
    const whole = isComplete(changed) ? toCondition(changed) : null
    if (!whole) return
    setWriting((n) => n + 1)
    call('condition.write', whole)
      .then(({ text: now }) => {
        if (newest.current !== turn) return
        setError(null)
        written.current = now
        onText(now, changed, turn)
      })
      .catch((thrown) => {
        if (newest.current === turn) setError(toAppError(thrown))
      })
      .finally(() => setWriting((n) => n - 1))
  }

  return {
    text,
    tree,
    problem: isPending ? null : problem,
    error,
    isComplete: isWhole,
    setTree,
    setText,
  }
}

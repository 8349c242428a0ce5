import { keepPreviousData } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import {
  type AppError,
  type Condition,
  type ConditionReading,
  call,
  toAppError,
  useCommand,
} from '../../../platform'
import { emptyGroup, fromCondition, isComplete, type Root, toCondition } from './tree'

/** The value, once it has stood still for a moment. */
export function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms)
    return () => clearTimeout(timer)
  }, [value, ms])
  return settled
}

/** A condition being edited, as a tree and as a text that follow each other. */
export interface ConditionDraft {
  text: string
  /** Null while the text cannot be read. */
  tree: Root | null
  /** What the engine made of the text; of an earlier one while `isReading`. */
  reading: ConditionReading | undefined
  isReading: boolean
  /** Why the engine could not be asked. */
  error: AppError | null
  isComplete: boolean
  setTree: (tree: Root) => void
  setText: (text: string) => void
  /** The text as it stands after all that was done in the builder. */
  settle: () => Promise<string>
}

/** Starts from a rule's text and tree, or from an empty clause. */
export function useCondition(start: { text: string; condition: Condition | null }): ConditionDraft {
  const [text, setTextState] = useState(start.text)
  const [tree, setTreeState] = useState<Root | null>(() => {
    if (start.condition) return fromCondition(start.condition)
    return start.text.trim() === '' ? emptyGroup() : null
  })
  const [writeError, setWriteError] = useState<AppError | null>(null)
  const turn = useRef(0)
  const writing = useRef<Promise<string>>(Promise.resolve(start.text))
  const isTyped = useRef(false)

  const asked = useSettled(text, 120)
  const isBlank = asked.trim() === ''
  const query = useCommand(
    'condition.read',
    { text: asked },
    { enabled: !isBlank, placeholderData: keepPreviousData },
  )
  const reading = isBlank ? undefined : query.data
  const isReading = asked !== text || query.isPlaceholderData || query.isFetching

  useEffect(() => {
    if (!isTyped.current || isReading || !reading) return
    setTreeState(reading.condition ? fromCondition(reading.condition) : null)
    isTyped.current = false
  }, [isReading, reading])

  const setText = (typed: string) => {
    turn.current += 1
    isTyped.current = true
    writing.current = Promise.resolve(typed)
    setWriteError(null)
    setTextState(typed)
    if (typed.trim() === '') setTreeState(emptyGroup())
  }

  const setTree = (changed: Root) => {
    turn.current += 1
    isTyped.current = false
    setTreeState(changed)
    const condition = isComplete(changed) ? toCondition(changed) : null
    if (!condition) return
    const mine = turn.current
    writing.current = call('condition.write', condition).then((written) => {
      if (turn.current === mine) {
        setWriteError(null)
        setTextState(written.text)
      }
      return written.text
    })
    writing.current.catch((thrown) => {
      if (turn.current === mine) setWriteError(toAppError(thrown))
    })
  }

  return {
    text,
    tree,
    reading,
    isReading,
    error: writeError ?? query.error,
    isComplete: tree ? isComplete(tree) : text.trim() !== '',
    setTree,
    setText,
    settle: () => writing.current,
  }
}

import { useCallback, useMemo, useState } from 'react'

/** Which rules are chosen, and the one that a range starts from. */
export interface RuleSelection {
  ids: ReadonlySet<string>
  toggle: (id: string) => void
  /** Chooses everything between the last one chosen and this one. */
  extend: (id: string) => void
  all: () => void
  clear: () => void
}

/** Keeps a selection of rules; `order` is what is on show. */
export function useSelection(order: readonly string[]): RuleSelection {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [anchor, setAnchor] = useState<string | null>(null)
  const ids = useMemo(() => new Set(order.filter((id) => chosen.has(id))), [order, chosen])

  const toggle = useCallback((id: string) => {
    setAnchor(id)
    setChosen((now) => {
      const next = new Set(now)
      if (!next.delete(id)) next.add(id)
      return next
    })
  }, [])
  const extend = useCallback(
    (id: string) => {
      const [a, b] = [order.indexOf(anchor ?? id), order.indexOf(id)]
      const range = order.slice(Math.max(0, Math.min(a, b)), Math.max(a, b) + 1)
      setAnchor((now) => now ?? id)
      setChosen((now) => new Set([...now, ...range]))
    },
    [order, anchor],
  )
  const all = useCallback(() => setChosen(new Set(order)), [order])
  const clear = useCallback(() => {
    setChosen(new Set())
    setAnchor(null)
  }, [])
  return useMemo(() => ({ ids, toggle, extend, all, clear }), [ids, toggle, extend, all, clear])
}

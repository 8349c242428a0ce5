import { useEffect, useRef } from 'react'

/** After the editor is closed, the focus returns to the rule it was about. */
export function useReturn(id: string | undefined) {
  const last = useRef<string | undefined>(undefined)
  useEffect(() => {
    const before = last.current
    last.current = id
    if (id !== undefined || before === undefined) return
    const timer = setTimeout(
      () => document.querySelector<HTMLElement>(`[data-row="${CSS.escape(before)}"]`)?.focus(),
      30,
    )
    return () => clearTimeout(timer)
  }, [id])
}

import { useEffect } from 'react'
import { navigate } from './router'
import { placeOf } from './shortcuts'

/** Lets the shortcuts lead to their places from anywhere, but not out of a dialog. */
export function useShortcuts(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || document.querySelector('[role="dialog"], [role="alertdialog"]'))
        return
      const place = placeOf(event)
      if (place === null) return
      event.preventDefault()
      navigate(place)
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
}

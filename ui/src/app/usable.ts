import { i18n } from '@lingui/core'
import { call } from '../platform'

let isMarked = false

/**
 * Marks once, on the page's own clock, that the first screen with its data is drawn: the start is over. Then the engine is
 * given time to get ready for the lists of people, before somebody opens them.
 */
export function markUsable(): void {
  if (isMarked) return
  isMarked = true
  requestAnimationFrame(() =>
    setTimeout(() => {
      performance.mark('app:usable')
      const order = { column: 'name', descending: false, language: i18n.locale }
      // Where it cannot, the list itself says why.
      call('people.list', { text: '', order, page: { offset: 0, limit: 1 } }).catch(() => {})
    }),
  )
}

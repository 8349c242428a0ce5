import { defineMessage } from '@lingui/core/macro'

/**
 * What the desktop host shows outside the page. It reads these by their ids from the compiled catalogue
 * (src-tauri/src/words.rs), so that all text is translated in one place.
 */
export const hostWords = [
  defineMessage({ id: 'tray.open', message: 'Open Rolecall' }),
  defineMessage({ id: 'tray.syncNow', message: 'Sync now' }),
  defineMessage({ id: 'tray.quit', message: 'Quit Rolecall' }),
  defineMessage({ id: 'tray.state.inSync', message: 'In sync' }),
  defineMessage({ id: 'tray.state.running', message: 'Running' }),
  defineMessage({ id: 'tray.state.attention', message: 'Needs attention' }),
  defineMessage({ id: 'tray.state.off', message: 'User sync is off' }),
] as const

import { invoke } from '@tauri-apps/api/core'
import { listen } from '@tauri-apps/api/event'
import { toAppError } from './error'
import type { AppEvent } from './generated/contract'
import type { Transport } from './transport'

/** Whether the page runs in the desktop window. */
export const inWindow = () => '__TAURI_INTERNALS__' in window

/** The desktop window: one IPC command and one event, both named by the contract. */
export const tauriTransport: Transport = {
  async open() {},
  async send(name, args) {
    try {
      return await invoke('call', { command: { name, args } })
    } catch (thrown) {
      throw toAppError(thrown)
    }
  },
  async saveFile(name, content) {
    try {
      const whole =
        typeof content === 'string'
          ? content
          : Array.from(new Uint8Array(await content.arrayBuffer()))
      return (await invoke('save_file', { name, content: whole })) !== null
    } catch (thrown) {
      throw toAppError(thrown)
    }
  },
  async chooseFile() {
    try {
      return (await invoke<string | null>('choose_file')) ?? null
    } catch (thrown) {
      throw toAppError(thrown)
    }
  },
  listen(onEvent) {
    const stop = listen<AppEvent>('rolecall', (message) => onEvent(message.payload))
    return () => {
      stop.then((off) => off())
    }
  },
}

// Generated from the Rust contract. Import only types from it.

export interface Settings {
  theme: 'system' | 'light' | 'dark'
  language: string
  platform: string
}

export interface Commands {
  'settings.get': { args: null; result: Settings }
  'settings.set': { args: { theme?: 'system' | 'light' | 'dark'; language?: string }; result: Settings }
}

export type AppEvent = { kind: 'settings.changed' }

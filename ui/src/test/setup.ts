import { i18n } from '@lingui/core'
import { cleanup } from '@testing-library/react'
import { afterEach, vi } from 'vitest'

i18n.loadAndActivate({ locale: 'en', messages: {} })

// jsdom knows no media queries; the tests see a wide window unless they say otherwise.
vi.stubGlobal('matchMedia', (query: string) => ({
  matches: false,
  media: query,
  addEventListener() {},
  removeEventListener() {},
}))

// jsdom has no CSS object; React Aria escapes keys with it.
vi.stubGlobal('CSS', { escape: (text: string) => text.replace(/[^\w-]/g, '\\$&') })

afterEach(() => {
  cleanup()
  location.hash = ''
})

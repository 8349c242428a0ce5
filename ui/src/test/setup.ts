import { i18n } from '@lingui/core'
import { cleanup, configure } from '@testing-library/react'
import { afterEach, vi } from 'vitest'

// The first test that opens a screen waits for its modules to be transformed.
configure({ asyncUtilTimeout: 8_000 })

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

import { act, screen, waitFor } from '@testing-library/react'
import { useState } from 'react'
import { expect, test } from 'vitest'
import { show } from '../test/show'
import { Page } from './Page'
import { focusTitle, keepFocus } from './titleFocus'

let draw: (data: boolean) => void

function Screen() {
  const [hasData, setData] = useState(false)
  draw = setData
  return hasData ? (
    <Page key="data" title="Runs">
      42
    </Page>
  ) : (
    <Page key="skeleton" title="Runs">
      …
    </Page>
  )
}

test('a title drawn anew keeps the focus of the one before', () => {
  show(<Screen />)
  act(focusTitle)
  const before = screen.getByRole('heading', { name: 'Runs' })
  expect(document.activeElement).toBe(before)
  act(() => draw(true))
  const after = screen.getByRole('heading', { name: 'Runs' })
  expect(after).not.toBe(before)
  expect(document.activeElement).toBe(after)
})

function WithBanner() {
  const [hasBanner, setBanner] = useState(true)
  draw = setBanner
  return (
    <Page title="Overview">
      {hasBanner && <button type="button">Retry sync</button>}
      <button type="button">Other</button>
    </Page>
  )
}

test('the title takes the focus of what is gone, and of nothing else', async () => {
  show(<WithBanner />)
  const stop = keepFocus()
  try {
    const other = screen.getByRole('button', { name: 'Other' })
    act(() => other.focus())
    act(() => draw(false))
    expect(document.activeElement).toBe(other)
    act(() => draw(true))
    act(() => screen.getByRole('button', { name: 'Retry sync' }).focus())
    act(() => draw(false))
    const title = screen.getByRole('heading', { name: 'Overview' })
    await waitFor(() => expect(document.activeElement).toBe(title))
  } finally {
    stop()
  }
})

function WithMenu() {
  const [isOpen, setOpen] = useState(false)
  draw = setOpen
  return (
    <Page title="Connections">
      <button type="button">More</button>
      {isOpen && (
        <div role="menu">
          <div role="menuitem" tabIndex={-1}>
            Remove
          </div>
        </div>
      )}
    </Page>
  )
}

test('what opened a menu takes its focus back', async () => {
  show(<WithMenu />)
  const stop = keepFocus()
  try {
    const more = screen.getByRole('button', { name: 'More' })
    act(() => more.focus())
    act(() => draw(true))
    act(() => screen.getByRole('menuitem', { name: 'Remove' }).focus())
    act(() => draw(false))
    await waitFor(() => expect(document.activeElement).toBe(more))
  } finally {
    stop()
  }
})

import { act, screen } from '@testing-library/react'
import { useState } from 'react'
import { expect, test } from 'vitest'
import { show } from '../test/show'
import { Page } from './Page'
import { focusTitle } from './titleFocus'

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

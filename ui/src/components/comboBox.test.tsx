import { act, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, test } from 'vitest'
import { show } from '../test/show'
import { ComboBox } from './ComboBox'
import type { Option } from './Select'

let arrive: (options: Option[]) => void

function Found() {
  const [options, setOptions] = useState<Option[]>([])
  const [text, setText] = useState('')
  arrive = setOptions
  return (
    <ComboBox
      label="Group"
      allowsCustom
      value={null}
      onChange={() => undefined}
      inputValue={text}
      onInputChange={setText}
      options={options}
    />
  )
}

test('names that come after the focus are offered', async () => {
  const user = userEvent.setup()
  show(<Found />)
  await user.click(screen.getByRole('combobox', { name: 'Group' }))
  act(() => arrive([{ value: 'EMEA', label: 'EMEA' }]))
  expect(await screen.findByRole('option', { name: 'EMEA' })).toBeTruthy()
})

test('where nothing matches what was typed, it is taken as it is', async () => {
  const user = userEvent.setup()
  show(<Found />)
  await user.type(screen.getByRole('combobox', { name: 'Group' }), 'x')
  expect(screen.queryByRole('listbox')).toBeNull()
})

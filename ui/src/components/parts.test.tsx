import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Pencil } from 'lucide-react'
import { useState } from 'react'
import { expect, test, vi } from 'vitest'
import { show } from '../test/show'
import {
  Banner,
  Button,
  ComboBox,
  Dialog,
  LicenceMeter,
  Menu,
  Select,
  Switch,
  TextField,
} from './index'

function Groups() {
  const [group, setGroup] = useState<string | null>(null)
  const options = ['Sales', 'Marketing', 'Legal'].map((name) => ({ value: name, label: name }))
  return <ComboBox label="Group" value={group} onChange={setGroup} options={options} />
}

test('a pending button keeps its name and cannot be pressed again', async () => {
  const onPress = vi.fn()
  show(
    <Button isPending onPress={onPress}>
      Retry sync for 14
    </Button>,
  )
  await userEvent.click(screen.getByRole('button', { name: /Retry sync for 14/ }))
  expect(onPress).not.toHaveBeenCalled()
})

test('a switch turns by keyboard', async () => {
  const onChange = vi.fn()
  show(<Switch label="User sync" isSelected={false} onChange={onChange} />)
  await userEvent.tab()
  await userEvent.keyboard(' ')
  expect(onChange).toHaveBeenCalledWith(true)
})

test('a banner says its state in a word', () => {
  show(<Banner tone="bad" title="No licences left" />)
  expect(screen.getByRole('img', { name: 'Problem' })).toBeTruthy()
})

test('the licence meter tells used, planned, freed and short apart', () => {
  show(
    <>
      <LicenceMeter name="Connect" used={1412} planned={21} seats={1530} />
      <LicenceMeter name="Webinar" used={250} short={14} seats={250} />
      <LicenceMeter name="Pro" used={331} planned={-20} seats={500} />
      <LicenceMeter name="Chat" used={9} seats={null} />
    </>,
  )
  for (const text of ['1,412 + 21 of 1,530', '250, 14 short', '331 − 20 of 500', '9 in use']) {
    expect(screen.getByText(text)).toBeTruthy()
  }
})

test('a field announces its error', () => {
  show(<TextField label="Filter" value="x" onChange={() => {}} error="Add a closing quote." />)
  const input = screen.getByRole('textbox', { name: 'Filter' })
  expect(input.getAttribute('aria-invalid')).toBe('true')
  const described = (input.getAttribute('aria-describedby') ?? '').split(' ')
  expect(described.map((id) => document.getElementById(id)?.textContent)).toContain(
    'Add a closing quote.',
  )
})

test('a menu runs the action that was chosen', async () => {
  const onAction = vi.fn()
  show(
    <Menu
      label="Rule"
      trigger={<Button>More</Button>}
      items={[{ id: 'edit', label: 'Edit', icon: Pencil, onAction }]}
    />,
  )
  await userEvent.click(screen.getByRole('button', { name: 'More' }))
  await userEvent.click(screen.getByRole('menuitem', { name: 'Edit' }))
  expect(onAction).toHaveBeenCalledOnce()
})

test('a select answers with the value', async () => {
  const onChange = vi.fn()
  const options = [
    { value: 'group' as const, label: 'member of group' },
    { value: 'unit' as const, label: 'in org unit' },
  ]
  show(<Select label="Condition" value="group" onChange={onChange} options={options} />)
  await userEvent.click(screen.getByRole('button', { name: /Condition/ }))
  await userEvent.click(screen.getByRole('option', { name: 'in org unit' }))
  expect(onChange).toHaveBeenCalledWith('unit')
})

test('a combo box narrows to what is typed', async () => {
  show(<Groups />)
  await userEvent.type(screen.getByRole('combobox', { name: 'Group' }), 'mark')
  const found = screen.getAllByRole('option')
  expect(found.map((o) => o.textContent)).toEqual(['Marketing'])
})

test('a dialog traps, names itself and closes by Escape', async () => {
  const onClose = vi.fn()
  show(
    <Dialog isAlert title="Delete rule “Sales”?" isOpen onClose={onClose}>
      1,046 people lose GoTo Connect.
    </Dialog>,
  )
  expect(screen.getByRole('alertdialog', { name: 'Delete rule “Sales”?' })).toBeTruthy()
  await userEvent.keyboard('{Escape}')
  expect(onClose).toHaveBeenCalled()
})

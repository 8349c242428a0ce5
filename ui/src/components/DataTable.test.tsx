import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, test, vi } from 'vitest'
import { show } from '../test/show'
import { type Column, DataTable, type Selection, type Sort, selectNone } from './DataTable'

interface Person {
  id: string
  name: string
}

const columns: Column<Person>[] = [
  { id: 'name', header: 'Person', sortable: true, cell: (p) => p.name },
  { id: 'id', header: 'Key', align: 'end', cell: (p) => p.id },
]

function Sample({
  count = 1_000_000,
  onOpen,
  onNeed,
  loaded = true,
  list,
}: {
  count?: number
  onOpen?: (p: Person) => void
  onNeed?: (a: number, b: number) => void
  loaded?: boolean
  list?: string
}) {
  const [selection, setSelection] = useState<Selection>(selectNone)
  const [sort, setSort] = useState<Sort>({ column: 'name', descending: false })
  return (
    <DataTable
      label="People"
      list={list && `${list} ${sort.column} ${sort.descending}`}
      columns={columns}
      count={count}
      rowAt={(i) => (loaded ? { id: `p${i}`, name: `Person ${i}` } : undefined)}
      rowKey={(p) => p.id}
      rowName={(p) => p.name}
      selection={selection}
      onSelect={setSelection}
      sort={sort}
      onSort={setSort}
      onOpen={onOpen}
      onNeed={onNeed}
      empty={<p>Nobody here</p>}
    />
  )
}

test('says its true size and draws only what is in view', () => {
  const onNeed = vi.fn()
  show(<Sample onNeed={onNeed} />)
  expect(screen.getByRole('grid', { name: 'People' }).getAttribute('aria-rowcount')).toBe('1000001')
  expect(screen.getAllByRole('row').length).toBeLessThan(40)
  expect(onNeed).toHaveBeenCalledWith(0, expect.any(Number))
})

test('arrow keys move, Space selects, Enter opens', async () => {
  const onOpen = vi.fn()
  const user = userEvent.setup()
  show(<Sample onOpen={onOpen} />)
  screen.getByRole('row', { name: /Person 0/ }).focus()
  await user.keyboard('{ArrowDown}{ArrowDown} ')
  const row = screen.getByRole('row', { name: 'Select Person 2 Person 2 p2' })
  expect(document.activeElement).toBe(row)
  expect(row.getAttribute('aria-selected')).toBe('true')
  await user.keyboard('{Enter}')
  expect(onOpen).toHaveBeenCalledWith({ id: 'p2', name: 'Person 2' })
})

test('Shift selects on, also from a click, Ctrl+A all and Escape none', async () => {
  const user = userEvent.setup()
  const selected = () =>
    screen
      .getAllByRole('row')
      .filter((row) => row.getAttribute('aria-selected') === 'true')
      .map((row) => Number(row.getAttribute('aria-rowindex')) - 2)
  show(<Sample />)
  screen.getByRole('row', { name: /Person 0/ }).focus()
  await user.keyboard('{ArrowDown} ')
  await user.keyboard('{Shift>}{ArrowDown}{ArrowDown}{/Shift}')
  expect(selected()).toEqual([1, 2, 3])
  await user.keyboard('{Shift>}{ArrowUp}{/Shift}')
  expect(selected()).toEqual([1, 2])
  await user.keyboard('{Shift>}')
  await user.click(screen.getByText('Person 5'))
  await user.keyboard('{/Shift}')
  expect(selected()).toEqual([1, 2, 3, 4, 5])
  await user.keyboard('{Control>}a{/Control}')
  expect(selected().length).toBe(screen.getAllByRole('row').length - 1)
  await user.keyboard('{Escape}')
  expect(selected()).toEqual([])
})

test('rows between that were not read are read to be selected', async () => {
  const user = userEvent.setup()
  const asked: number[][] = []
  function Far() {
    const [selection, setSelection] = useState<Selection>(selectNone)
    return (
      <>
        <output>{[...selection.keys].length}</output>
        <DataTable
          label="People"
          columns={columns}
          count={1_000_000}
          rowAt={(i) => (i < 3 || i > 999_000 ? { id: `p${i}`, name: `Person ${i}` } : undefined)}
          rowKey={(p) => p.id}
          rowsBetween={async (a, b) => {
            asked.push([a, b])
            return Array.from({ length: b - a + 1 }, (_, i) => ({ id: `p${a + i}`, name: '' }))
          }}
          selection={selection}
          onSelect={setSelection}
        />
      </>
    )
  }
  show(<Far />)
  screen.getByRole('row', { name: /Person 0/ }).focus()
  await user.keyboard(' {Shift>}{PageDown}{/Shift}')
  expect(asked).toHaveLength(1)
  const last = asked[0]?.[1] ?? 0
  expect(screen.getByRole('status').textContent).toBe(String(last + 1))
})

test('End reaches the last of a million rows', async () => {
  const user = userEvent.setup()
  show(<Sample />)
  screen.getByRole('row', { name: /Person 0/ }).focus()
  await user.keyboard('{End}')
  expect(document.activeElement?.getAttribute('aria-rowindex')).toBe('1000001')
})

/** The row that Tab leads to. */
const tabStop = () =>
  screen
    .getAllByRole('row')
    .find((row) => row.tabIndex === 0)
    ?.getAttribute('aria-rowindex')

test('another order begins at its top', async () => {
  const user = userEvent.setup()
  show(<Sample list="people" />)
  screen.getByRole('row', { name: /Person 0/ }).focus()
  await user.keyboard('{End}')
  expect(tabStop()).toBe('1000001')
  await user.click(screen.getByRole('button', { name: 'Person' }))
  expect(tabStop()).toBe('2')
  expect(screen.queryByRole('row', { name: /Person 999999/ })).toBeNull()
})

test('who comes back finds the list as it was left; a new visit begins at its top', async () => {
  const user = userEvent.setup()
  history.pushState(null, '', '#/people')
  const first = show(<Sample list="people" />)
  screen.getByRole('row', { name: /Person 0/ }).focus()
  await user.keyboard('{End}{ArrowUp}')
  first.unmount()
  history.pushState(null, '', '#/people/somebody')
  const visit = show(<Sample list="people" />)
  expect(tabStop()).toBe('2')
  visit.unmount()
  const back = new Promise((done) => window.addEventListener('popstate', done, { once: true }))
  history.back()
  await back
  show(<Sample list="people" />)
  expect(tabStop()).toBe('1000000')
  expect(screen.getByRole('row', { name: /Person 999998/ })).toBeTruthy()
})

test('select all covers rows that were never read, and one can be taken out', async () => {
  const user = userEvent.setup()
  show(<Sample />)
  await user.click(screen.getByRole('checkbox', { name: 'Select all' }))
  await user.click(screen.getByRole('checkbox', { name: 'Select Person 1' }))
  expect(screen.getByRole('row', { name: /Person 0/ }).getAttribute('aria-selected')).toBe('true')
  expect(screen.getByRole('row', { name: /Person 1 / }).getAttribute('aria-selected')).toBe('false')
})

test('pressing a header twice turns the order around', async () => {
  const user = userEvent.setup()
  show(<Sample />)
  const header = screen.getByRole('columnheader', { name: 'Person' })
  expect(header.getAttribute('aria-sort')).toBe('ascending')
  await user.click(within(header).getByRole('button'))
  expect(header.getAttribute('aria-sort')).toBe('descending')
})

test('an empty list says so', () => {
  show(<Sample count={0} />)
  expect(screen.getByText('Nobody here')).toBeTruthy()
})

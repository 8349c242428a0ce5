import { expect, test } from 'vitest'
import { csvCells, forClipboard } from './csvCells'

const csv = 'user,message\r\nanja,"no seats, ""Webinar"""\r\nben,"two\r\nlines"\r\n'

test('quoted cells are read with their commas, quotes and line breaks', () => {
  expect(csvCells(csv)).toEqual([
    ['user', 'message'],
    ['anja', 'no seats, "Webinar"'],
    ['ben', 'two\r\nlines'],
  ])
})

test('the clipboard gets a line a row and a tab between cells', () => {
  expect(forClipboard(csv)).toBe('user\tmessage\nanja\tno seats, "Webinar"\nben\ttwo lines')
})

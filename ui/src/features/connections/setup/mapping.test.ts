import { expect, test } from 'vitest'
import { becomes, lacking, mapped, suggested, whole } from './mapping'

const column = (name: string, ours: string | null = null) => ({ name, samples: [], ours })

test('a column of our own name is that attribute, unless another one is mapped to it', () => {
  expect(becomes('EMAIL', {})).toBe('email')
  expect(becomes('email', { email: 'mail' })).toBeNull()
  expect(becomes('mail', { email: 'mail' })).toBe('email')
  expect(becomes('shoe size', {})).toBeNull()
})

test('an attribute is filled by one column, and a column fills one attribute', () => {
  const first = mapped({}, 'Login', 'userName')
  expect(first).toEqual({ userName: 'Login' })
  expect(mapped(first, 'UPN', 'userName')).toEqual({ userName: 'UPN' })
  expect(mapped(first, 'Login', 'id')).toEqual({ id: 'Login' })
  expect(mapped(first, 'Login', null)).toEqual({})
  expect(mapped({ userName: 'Login' }, 'userName', 'userName')).toEqual({})
})

test('what names suggest is taken once, and never from a column that says it itself', () => {
  const columns = [
    column('Login', 'userName'),
    column('UPN', 'userName'),
    column('email', 'email'),
    column('Work e-mail', 'email'),
    column('Shoe size'),
  ]
  expect(suggested(columns)).toEqual({ userName: 'Login' })
})

test('a custom attribute whose column is not there is mapped to nothing until a column fills it', () => {
  const customs = [
    { name: 'region', label: 'Region', from: 'region' },
    { name: 'level', label: 'Level', from: 'Level' },
  ]
  const columns = [column('userName'), column('level'), column('Bereich')]
  expect(whole(columns, customs, {})).toEqual({ region: '' })
  const filled = whole(columns, customs, mapped({ region: '' }, 'Bereich', 'region'))
  expect(filled).toEqual({ region: 'Bereich' })
  expect(whole(columns, customs, mapped(filled, 'Bereich', null))).toEqual({ region: '' })
  expect(lacking(columns, customs, filled)).toEqual([])
})

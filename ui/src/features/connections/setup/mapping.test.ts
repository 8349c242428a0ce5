import { expect, test } from 'vitest'
import { becomes, mapped, suggested } from './mapping'

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

import { expect, test } from 'vitest'
import { nothing } from '../draft/state'
import { choiceOf, givenOf, withChoice, withGiven, withWithheld } from './given'

const empty = nothing
const products = { target: 'console', slot: 'products' }
const role = { target: 'console', slot: 'role' }

test('a value goes from silent to given to withheld and back, and leaves nothing behind', () => {
  const given = withGiven(empty, products, 'Webinar', 'given')
  expect(given.assigns).toEqual([{ ...products, values: ['Webinar'] }])
  const withheld = withGiven(given, products, 'Webinar', 'withheld')
  expect(withheld.assigns).toEqual([])
  expect(withheld.withholds).toEqual([{ ...products, values: ['Webinar'] }])
  expect(withGiven(withheld, products, 'Webinar', 'silent')).toEqual(empty)
})

test('other values and slots stay as they are', () => {
  let draft = withGiven(empty, products, 'Connect', 'given')
  draft = withChoice(draft, role, 'Member')
  draft = withGiven(draft, products, 'Webinar', 'withheld')
  expect(givenOf(draft, products, 'Connect')).toBe('given')
  expect(givenOf(draft, products, 'Webinar')).toBe('withheld')
  expect(choiceOf(draft, role)).toBe('Member')
})

test('a slot of one tells none from nothing', () => {
  expect(choiceOf(empty, role)).toBeNull()
  const none = withChoice(empty, role, '')
  expect(none.assigns).toEqual([{ ...role, values: [] }])
  expect(choiceOf(none, role)).toBe('')
  expect(withChoice(none, role, null)).toEqual(empty)
})

test('withholding in a slot of one leaves the choice', () => {
  const draft = withWithheld(withChoice(empty, role, 'Member'), role, 'Admin', true)
  expect(choiceOf(draft, role)).toBe('Member')
  expect(givenOf(draft, role, 'Admin')).toBe('withheld')
  expect(withWithheld(draft, role, 'Admin', false).withholds).toEqual([])
})

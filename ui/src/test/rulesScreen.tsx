import { screen } from '@testing-library/react'
import { vi } from 'vitest'
import { hrefTo } from '../app'
import { Toasts } from '../app/Toasts'
import Rules from '../features/rules'
import type { Vocabulary } from '../platform'
import { FakeDraft, ruleOf } from './fakeDraft'
import { fakeEngine } from './fakeEngine'
import { show } from './show'

const slots = [
  {
    name: 'products',
    many: true,
    open: false,
    values: [
      { name: 'Connect', seats: 10 },
      { name: 'Webinar', seats: 5 },
    ],
  },
  { name: 'role', many: false, open: false, values: [{ name: 'Member', seats: null }] },
]
export const vocabulary: Vocabulary = {
  attributes: [
    {
      name: 'department',
      label: 'Department',
      kind: 'text',
      custom: false,
      from: null,
      people: 9,
      rules: [],
      expression: null,
      uses: [],
    },
  ],
  targets: [{ name: 'console', slots }],
}

export const losing = {
  target: 'console',
  slot: 'products',
  many: true,
  value: 'Connect',
  gain: 0,
  lose: 58,
  instead: null,
  seats: 10,
  used: 3,
  short: 0,
  isCreated: false,
}
export const anja = {
  user: 'anja@vellamo.example',
  name: 'Anja Köhler',
  because: 'in Sales through EMEA Sales',
  attribute: null,
  has: [{ code: 'through', names: ['Sales', 'EMEA Sales'] }],
  changes: [{ target: 'console', kind: 'lose', slot: 'products', value: 'Connect', before: null }],
}

export let draft: FakeDraft
export let engine: ReturnType<typeof fakeEngine>

export const start = (names: string[], more: Parameters<typeof fakeEngine>[0] = {}) => {
  draft = new FakeDraft(names.map((name, i) => ({ id: 'abcdef'[i] ?? name, rule: ruleOf(name) })))
  engine = fakeEngine({
    ...draft.answers(),
    'rules.vocabulary': () => vocabulary,
    'rules.complete': ({ text }) => ({
      items: ['Training', 'Marketing', 'Benelux']
        .filter((name) => name.toLowerCase().includes(text.toLowerCase()))
        .map((name) => ({ name, people: 3 })),
    }),
    ...more,
  })
}

export const open = async (hash = hrefTo('rules')) => {
  location.hash = hash
  const shown = show(
    <>
      <Rules />
      <Toasts />
    </>,
  )
  await screen.findByRole('treegrid', { name: 'Rules' })
  return shown
}

export const row = (name: string) =>
  screen.getByRole('row', { name: new RegExp(`^Rule \\d+: ${name}$`) })
export const names = () =>
  screen
    .getAllByRole('row', { name: /^Rule \d+: / })
    .map((one) => /: (.*)$/.exec(one.getAttribute('aria-label') ?? '')?.[1])
export const panel = () => screen.getByRole('complementary', { name: 'If you save this' })
export const edits = () => engine.calls('draft.edit').flatMap((call) => call.edits)

/** jsdom lays nothing out; the rows stand 70 px below each other. */
export const layOut = () => {
  vi.stubGlobal(
    'DOMRect',
    class {
      constructor(
        readonly left: number,
        readonly top: number,
        readonly width: number,
        readonly height: number,
      ) {}
      get right() {
        return this.left + this.width
      }
      get bottom() {
        return this.top + this.height
      }
    },
  )
  vi.spyOn(Element.prototype, 'getBoundingClientRect').mockImplementation(function (this: Element) {
    const slot = this.closest('[data-key]')
    const at = slot?.parentElement ? [...slot.parentElement.children].indexOf(slot) : 0
    return new DOMRect(0, at * 70, 600, 62)
  })
}

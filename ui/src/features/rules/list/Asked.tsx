import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Button, ComboBox, Dialog } from '../../../components'
import type { DraftRule } from '../../../platform'
import type { RuleActions } from './useRuleActions'

/** What is asked before rules are moved or put under a heading. */
export interface Ask {
  what: 'before' | 'heading'
  ids: readonly string[]
  /** The heading to begin with. */
  heading?: string
}

/** All headings in use, in the order of the list. */
export const headingsOf = (rules: readonly DraftRule[]) => [
  ...new Set(rules.map((r) => r.view.rule.heading).filter(Boolean)),
]

function Before({
  ask,
  rules,
  actions,
  onClose,
}: {
  ask: Ask
  rules: readonly DraftRule[]
  actions: RuleActions
  onClose: () => void
}) {
  const { t } = useLingui()
  const [before, setBefore] = useState<string | null>(null)
  const options = rules.flatMap((row, index) => {
    const at = index + 1
    const { id, rule } = row.view
    return ask.ids.includes(id) ? [] : [{ value: id, label: `${at} · ${rule.name}` }]
  })
  const move = () => {
    if (before === null) return
    const heading = rules.find((r) => r.view.id === before)?.view.rule.heading ?? ''
    const edits = [{ kind: 'move' as const, ids: [...ask.ids], before }]
    const others = ask.ids.filter(
      (id) => rules.find((r) => r.view.id === id)?.view.rule.heading !== heading,
    )
    actions.edit(others.length > 0 ? [...edits, { kind: 'heading', ids: others, heading }] : edits)
    onClose()
  }
  return (
    <Dialog
      title={t`Move before which rule?`}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button variant="primary" onPress={move} isDisabled={before === null}>
            <Trans>Move</Trans>
          </Button>
        </>
      }
    >
      <ComboBox
        label={t`Rule`}
        value={before}
        onChange={setBefore}
        options={options}
        autoFocus
        placeholder={t`Number or name`}
      />
    </Dialog>
  )
}

function Under({
  ask,
  rules,
  actions,
  onClose,
}: {
  ask: Ask
  rules: readonly DraftRule[]
  actions: RuleActions
  onClose: () => void
}) {
  const { t } = useLingui()
  const own = rules.find((r) => r.view.id === ask.ids[0])?.view.rule.heading ?? ''
  const [heading, setHeading] = useState(ask.heading ?? own)
  const put = (to: string) => {
    actions.head(ask.ids, to)
    onClose()
  }
  return (
    <Dialog
      title={t`Which heading?`}
      isOpen
      onClose={onClose}
      footer={
        <>
          {own !== '' && (
            <Button onPress={() => put('')}>
              <Trans>No heading</Trans>
            </Button>
          )}
          <Button variant="primary" onPress={() => put(heading)} isDisabled={heading.trim() === ''}>
            <Trans>Put under it</Trans>
          </Button>
        </>
      }
    >
      <ComboBox
        label={t`Heading`}
        description={t`Neighbours of one heading are shown together.`}
        allowsCustom
        value={headingsOf(rules).includes(heading) ? heading : null}
        inputValue={heading}
        onInputChange={setHeading}
        onChange={(chosen) => chosen !== null && setHeading(chosen)}
        options={headingsOf(rules).map((name) => ({ value: name, label: name }))}
        autoFocus
      />
    </Dialog>
  )
}

/** The dialog for what is asked, or none. */
export function Asked({
  ask,
  ...rest
}: {
  ask: Ask | null
  rules: readonly DraftRule[]
  actions: RuleActions
  onClose: () => void
}) {
  if (!ask) return null
  return ask.what === 'before' ? <Before ask={ask} {...rest} /> : <Under ask={ask} {...rest} />
}

import { useLingui } from '@lingui/react/macro'
import { keepPreviousData } from '@tanstack/react-query'
import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { attributeLabel, useFormat } from '../../../i18n'
import { useCommand, type Vocabulary } from '../../../platform'
import { useIsBusy } from '../draft/useDraft'
import { CodeArea, type Span } from './CodeArea'
import { completed, type Typing, typingAt } from './completing'
import styles from './editor.module.css'

interface Offer {
  name: string
  note: string
}

const fewOffers = 8

/** Names for what is being typed: attributes, or values that people have. The effect of a key comes before them. */
function useOffers(typing: Typing | null, vocabulary: Vocabulary | undefined): Offer[] {
  const { t } = useLingui()
  const { number } = useFormat()
  const isBusy = useIsBusy()
  const isValue = typing?.kind === 'value'
  const { data } = useCommand(
    'rules.complete',
    { field: isValue ? typing.field : '', text: typing?.word ?? '' },
    { enabled: isValue && !isBusy, placeholderData: keepPreviousData },
  )
  if (!typing) return []
  if (isValue) {
    return (data?.items ?? []).slice(0, fewOffers).map(({ name, people }) => {
      const count = number(people)
      return { name, note: t`${count} people` }
    })
  }
  const typed = typing.word.toLowerCase()
  const fields = [
    { name: 'groups.display', note: t`Group` },
    { name: 'orgUnit', note: t`Org unit` },
    ...(vocabulary?.attributes ?? []).map((a) => ({ name: a.name, note: attributeLabel(a) })),
  ]
  const fits = fields.filter(({ name, note }, index) => {
    const isFirst = fields.findIndex((one) => one.name === name) === index
    const said = `${name} ${note}`.toLowerCase()
    return isFirst && said.includes(typed) && name.toLowerCase() !== typed
  })
  const begins = (offer: Offer) => Number(!offer.name.toLowerCase().startsWith(typed))
  return fits.sort((a, b) => begins(a) - begins(b)).slice(0, fewOffers)
}

/** A condition as text, with names offered for what is being typed. */
export function ConditionText({
  value,
  onChange,
  span,
  describedBy,
  vocabulary,
}: {
  value: string
  onChange: (value: string) => void
  span: Span | null
  describedBy: string | undefined
  vocabulary: Vocabulary | undefined
}) {
  const { t } = useLingui()
  const id = useId()
  const area = useRef<HTMLTextAreaElement>(null)
  const [caret, setCaret] = useState<number | null>(null)
  const [marked, setMarked] = useState(0)
  const typing = caret === null ? null : typingAt(value, caret)
  const offers = useOffers(typing, vocabulary)
  const isOpen = offers.length > 0
  const current = Math.min(marked, offers.length - 1)

  const take = (offer: Offer | undefined) => {
    if (!offer || !typing || caret === null) return
    const done = completed(value, caret, typing, offer.name)
    onChange(done.text)
    setCaret(null)
    requestAnimationFrame(() => {
      area.current?.focus()
      area.current?.setSelectionRange(done.caret, done.caret)
    })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isOpen) return
    if (event.key === 'ArrowDown') setMarked((current + 1) % offers.length)
    else if (event.key === 'ArrowUp') setMarked((current + offers.length - 1) % offers.length)
    else if (event.key === 'Enter' || event.key === 'Tab') take(offers[current])
    else if (event.key === 'Escape') setCaret(null)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hears that the text inside is left
    <div className={styles.completing} onBlur={() => setCaret(null)}>
      <CodeArea
        ref={area}
        label={t`Condition as text`}
        wrap
        rows={3}
        value={value}
        onChange={(text) => {
          onChange(text)
          setCaret(area.current?.selectionStart ?? null)
          setMarked(0)
        }}
        onKeyDown={onKeyDown}
        listId={isOpen ? id : undefined}
        activeId={isOpen ? `${id}-${current}` : undefined}
        span={span}
        describedBy={describedBy}
        placeholder={'groups.display eq "Sales" and not (department eq "Legal")'}
      />
      {isOpen && (
        <div id={id} role="listbox" aria-label={t`Names`} className={styles.offers}>
          {offers.map((offer, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the text hears the keys
            <div
              key={offer.name}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === current}
              className={styles.offer}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => take(offer)}
            >
              <span>{offer.name}</span>
              <small>{offer.note}</small>
            </div>
          ))}
        </div>
      )}
    </div>
  )
}

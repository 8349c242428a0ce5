import { type KeyboardEventHandler, type Ref, useRef } from 'react'
import styles from './editor.module.css'

/** A place in a text, from character `start` up to `end`, both from 0. */
export interface Span {
  start: number
  end: number
}

/** The word at a character from 0: up to the next space or bracket; at least one character. */
export function wordAt(text: string, at: number): Span {
  const start = Math.max(0, Math.min(at, Math.max(0, text.length - 1)))
  const word = /^(?:"[^"\n]*"?|[^\s()",]+)/.exec(text.slice(start))?.[0] ?? ''
  return { start, end: start + Math.max(1, word.length) }
}

/** A text of code whose mistake is underlined where it is. `wrap` breaks long lines. */
export function CodeArea({
  label,
  value,
  onChange,
  span,
  describedBy,
  placeholder,
  rows,
  wrap,
  autoFocus,
  ref,
  onKeyDown,
  listId,
  activeId,
}: {
  label: string
  value: string
  onChange: (value: string) => void
  /** What is underlined. */
  span: Span | null
  /** The id of the words that say what is wrong. */
  describedBy?: string
  placeholder?: string
  rows?: number
  wrap?: boolean
  autoFocus?: boolean
  ref?: Ref<HTMLTextAreaElement>
  onKeyDown?: KeyboardEventHandler
  /** The id of the list of names offered for what is being typed, and of the one marked. */
  listId?: string
  activeId?: string
}) {
  const back = useRef<HTMLDivElement>(null)
  return (
    <div className={styles.code} data-wrap={wrap || undefined}>
      <div ref={back} className={styles.codeBack} aria-hidden="true">
        {span ? (
          <>
            {value.slice(0, span.start)}
            <mark>{value.slice(span.start, span.end) || ' '}</mark>
            {value.slice(span.end)}
          </>
        ) : (
          value
        )}{' '}
      </div>
      <textarea
        ref={ref}
        aria-autocomplete={onKeyDown ? 'list' : undefined}
        aria-controls={listId}
        aria-activedescendant={activeId}
        onKeyDown={onKeyDown}
        // biome-ignore lint/a11y/noAutofocus: opened to be typed into
        autoFocus={autoFocus}
        aria-label={label}
        aria-invalid={span !== null}
        aria-describedby={describedBy}
        className={styles.codeText}
        spellCheck={false}
        autoCapitalize="off"
        autoCorrect="off"
        rows={rows}
        value={value}
        placeholder={placeholder}
        onChange={(event) => onChange(event.target.value)}
        onScroll={(event) => {
          if (!back.current) return
          back.current.scrollTop = event.currentTarget.scrollTop
          back.current.scrollLeft = event.currentTarget.scrollLeft
        }}
      />
    </div>
  )
}

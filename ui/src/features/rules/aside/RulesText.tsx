import { Trans, useLingui } from '@lingui/react/macro'
import { CircleAlert } from 'lucide-react'
import { useId, useState } from 'react'
import { Button, ReadError, SkeletonRows } from '../../../components'
import { type AppError, useCommand } from '../../../platform'
import type { DraftSnapshot } from '../draft/store'
import { useStore } from '../draft/useDraft'
import { CodeArea, type Span } from '../editor/CodeArea'
import styles from './aside.module.css'

/** A number that an error carries. */
function detail(error: AppError, name: string): number | null {
  const { details } = error
  if (typeof details !== 'object' || details === null || !(name in details)) return null
  const value = (details as Record<string, unknown>)[name]
  return typeof value === 'number' ? value : null
}

/** Where an error is: its line and column, from its details or from words like "line 3, column 8". */
export function placeOf(error: AppError): { line: number; column: number } | null {
  const said = /line (\d+)(?:,? (?:column|character) (\d+))?/i.exec(error.message)
  const line = detail(error, 'line') ?? (said?.[1] ? Number(said[1]) : null)
  if (line === null || line < 1) return null
  return { line, column: detail(error, 'column') ?? (said?.[2] ? Number(said[2]) : 1) }
}

/** The characters to underline: from the place to the end of its word, or the whole line at column 1. */
export function spanOf(text: string, place: { line: number; column: number }): Span {
  const lines = text.split('\n')
  const before = lines.slice(0, place.line - 1).reduce((sum, line) => sum + line.length + 1, 0)
  const line = lines[place.line - 1] ?? ''
  const from = Math.min([...line].slice(0, place.column - 1).join('').length, line.length)
  const rest = /^\S+/.exec(line.slice(from))?.[0] ?? line.slice(from)
  const length = place.column <= 1 ? line.trimEnd().length : rest.length
  return { start: before + from, end: before + from + Math.max(1, length) }
}

/** The whole list as text, in the form of the configuration file; what is typed is the draft as soon as it can be read. */
export function RulesText({ shown, onClose }: { shown: DraftSnapshot; onClose: () => void }) {
  const { t } = useLingui()
  const id = useId()
  const store = useStore()
  // What is typed stays as typed, although the engine would lay it out otherwise.
  const [typed, setTyped] = useState(shown.text?.text ?? null)
  const text = useCommand('draft.text', {}, { gcTime: 0, enabled: typed === null })
  const error = shown.text?.error ?? null
  const value = typed ?? text.data?.text
  if (text.error && value === undefined)
    return <ReadError error={text.error} onRetry={() => text.refetch()} />
  if (value === undefined) return <SkeletonRows rows={7} />
  const place = error && placeOf(error)
  return (
    <div className={styles.text}>
      <CodeArea
        label={t`Rules as text`}
        value={value}
        onChange={(to) => {
          setTyped(to)
          store.setText(to)
        }}
        span={place ? spanOf(value, place) : null}
        describedBy={error ? id : undefined}
        autoFocus
      />
      <div className={styles.textFoot}>
        {error ? (
          <div id={id} className={styles.problem} role="status">
            <CircleAlert size={14} strokeWidth={1.75} aria-hidden="true" />
            <span>{error.message}</span>
          </div>
        ) : (
          <span className={styles.soft}>
            <Trans>
              What you type counts as soon as it can be read; nothing is saved before you save.
            </Trans>
          </span>
        )}
        {error && (
          <Button
            small
            onPress={() => {
              store.dropText()
              setTyped(null)
            }}
          >
            <Trans>Give up this text</Trans>
          </Button>
        )}
        <Button small onPress={onClose}>
          <Trans>Back to the list</Trans>
        </Button>
      </div>
    </div>
  )
}

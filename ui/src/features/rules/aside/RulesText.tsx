import { Trans, useLingui } from '@lingui/react/macro'
import { CircleAlert } from 'lucide-react'
import { useId, useState } from 'react'
import { Button, ReadError, SkeletonRows } from '../../../components'
import { useFormat } from '../../../i18n'
import { type AppError, useCommand } from '../../../platform'
import type { DraftSnapshot } from '../draft/store'
import { useStore } from '../draft/useDraft'
import { CodeArea, type Span } from '../editor/CodeArea'
import styles from './aside.module.css'

/** One thing that is wrong with the text, and where: line and column from 1, 0 when it is the whole. */
interface TextError {
  line: number
  column: number
  message: string
  suggestion: string | null
}

/** Everything that is wrong, in the order of the text. */
export function errorsOf({ details }: AppError): TextError[] {
  if (typeof details !== 'object' || details === null || !('errors' in details)) return []
  return Array.isArray(details.errors) ? (details.errors as TextError[]) : []
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

const fewErrors = 4

function Errors({ error, errors }: { error: AppError; errors: readonly TextError[] }) {
  const { t } = useLingui()
  const { number } = useFormat()
  const more = errors.length - fewErrors
  if (errors.length === 0) return <span>{error.message}</span>
  return (
    <ul>
      {errors.slice(0, fewErrors).map((one) => (
        <li key={`${one.line} ${one.column} ${one.message}`}>
          {one.line > 0 && (
            <b>
              <Trans>
                Line {number(one.line)}, character {number(one.column)}:
              </Trans>{' '}
            </b>
          )}
          {one.message} {one.suggestion && t`Meant: ${one.suggestion}?`}
        </li>
      ))}
      {more > 0 && <li>{t`${number(more)} more`}</li>}
    </ul>
  )
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
  const errors = error ? errorsOf(error) : []
  const place = errors.find((one) => one.line > 0)
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
            <Errors error={error} errors={errors} />
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

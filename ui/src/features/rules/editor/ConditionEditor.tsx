import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { CircleAlert, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { Button, Tabs, TextArea } from '../../../components'
import { useFormat } from '../../../i18n'
import type { ConditionProblem, Vocabulary } from '../../../platform'
import { Builder } from './Builder'
import styles from './editor.module.css'
import { suggestedWord, withSuggestion } from './suggestion'
import type { ConditionDraft } from './useCondition'

function Problem({ problem, condition }: { problem: ConditionProblem; condition: ConditionDraft }) {
  const { number } = useFormat()
  const { column, message, suggestion } = problem
  const word = suggestion === null ? null : suggestedWord(suggestion)
  const at = number(column)
  return (
    <div className={styles.problem} role="alert">
      <CircleAlert size={14} strokeWidth={1.75} aria-hidden="true" />
      <div>
        {column > 0 && (
          <b>
            <Trans>Character {at}:</Trans>{' '}
          </b>
        )}
        {message}
        {word !== null && (
          <div className={styles.fix}>
            <Button
              small
              onPress={() => condition.setText(withSuggestion(condition.text, column, word))}
            >
              <Trans>
                Use <code>{word}</code>
              </Trans>
            </Button>
          </div>
        )}
      </div>
    </div>
  )
}

/** Whom the condition matches now, or why it matches nobody. Keeps its place while the engine reads. */
export function Matches({ condition }: { condition: ConditionDraft }) {
  const { t } = useLingui()
  const { number, list } = useFormat()
  const { reading, isReading } = condition
  if (condition.error) {
    return (
      <div className={styles.problem} role="alert">
        <CircleAlert size={14} strokeWidth={1.75} aria-hidden="true" />
        {condition.error.message}
      </div>
    )
  }
  if (!condition.isComplete || condition.text.trim() === '') {
    return (
      <div className={styles.hint}>
        <Trans>Say whom this rule is for, and how many it matches appears here.</Trans>
      </div>
    )
  }
  if (reading?.error) return <Problem problem={reading.error} condition={condition} />
  if (!reading) return <div className={styles.hint}>{t`Reading…`}</div>
  const names = reading.sample.map((person) => person.name || person.user).slice(0, 4)
  const more = reading.people - names.length
  const rest = number(more)
  return (
    <div className={styles.matches} data-reading={isReading || undefined} role="status">
      <div>
        <Plural
          value={reading.people}
          one={
            <span>
              Matches <b>#</b> person
            </span>
          }
          other={
            <span>
              Matches <b>#</b> people
            </span>
          }
        />
      </div>
      {names.length > 0 && (
        <div className={styles.hint}>{list(more > 0 ? [...names, t`${rest} more`] : names)}</div>
      )}
      {reading.unknown.length > 0 && (
        <div className={styles.unknown}>
          <TriangleAlert size={13} strokeWidth={1.75} aria-hidden="true" />
          <Trans>The source has no {list(reading.unknown)}.</Trans>
        </div>
      )}
    </div>
  )
}

/** Edits a condition in either form; each follows the other. */
export function ConditionEditor({
  condition,
  vocabulary,
  error,
}: {
  condition: ConditionDraft
  vocabulary: Vocabulary | undefined
  /** What the engine said when the rule was to be saved. */
  error: string | undefined
}) {
  const { t } = useLingui()
  const [tab, setTab] = useState<'builder' | 'text'>(condition.tree ? 'builder' : 'text')
  const builder = condition.tree ? (
    <Builder tree={condition.tree} onChange={condition.setTree} vocabulary={vocabulary} />
  ) : (
    <div className={styles.hint}>
      <Trans>The text has a mistake, so it cannot be shown as a builder. Correct it first.</Trans>
      <div className={styles.fix}>
        <Button small onPress={() => setTab('text')}>
          <Trans>Go to the text</Trans>
        </Button>
      </div>
    </div>
  )
  const text = (
    <TextArea
      label={t`Condition as text`}
      hideLabel
      mono
      rows={4}
      value={condition.text}
      onChange={condition.setText}
      placeholder={'groups.display eq "Sales" and not (department eq "Legal")'}
    />
  )
  return (
    <div className={styles.section}>
      <Tabs
        label={t`Condition`}
        selected={tab}
        onSelect={setTab}
        tabs={[
          { id: 'builder', label: t`Builder`, content: builder },
          { id: 'text', label: t`Text`, content: text },
        ]}
      />
      <Matches condition={condition} />
      {error && (
        <div className={styles.problem} role="alert">
          <CircleAlert size={14} strokeWidth={1.75} aria-hidden="true" />
          {error}
        </div>
      )}
    </div>
  )
}

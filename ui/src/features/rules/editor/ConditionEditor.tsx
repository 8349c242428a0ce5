import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { CircleAlert } from 'lucide-react'
import { useId, useState } from 'react'
import { Button, Tabs } from '../../../components'
import { useFormat } from '../../../i18n'
import { type ConditionProblem, useCommand, type Vocabulary } from '../../../platform'
import { Builder } from './Builder'
import { wordAt } from './CodeArea'
import { ConditionText } from './ConditionText'
import styles from './editor.module.css'
import { suggestedWord, withSuggestion } from './suggestion'
import type { ConditionDraft } from './useCondition'

function Problem({
  id,
  problem,
  condition,
}: {
  id: string
  problem: ConditionProblem
  condition: ConditionDraft
}) {
  const { number } = useFormat()
  const { column, message, suggestion } = problem
  const word = suggestion === null ? null : suggestedWord(suggestion)
  const at = number(column)
  return (
    <div className={styles.problem} id={id} role="status">
      <CircleAlert size={14} strokeWidth={1.75} aria-hidden="true" />
      <div>
        {column > 0 && (
          <b>
            <Trans>Character {at}:</Trans>{' '}
          </b>
        )}
        {message}
        {word !== null && (
          <span className={styles.fix}>
            <Button
              small
              onPress={() => condition.setText(withSuggestion(condition.text, column, word))}
            >
              <Trans>
                Use <code>{word}</code>
              </Trans>
            </Button>
          </span>
        )}
      </div>
    </div>
  )
}

/** The first people that a condition matches. */
function Sample({ text }: { text: string }) {
  const { t } = useLingui()
  const { list, number } = useFormat()
  const { data } = useCommand('condition.read', { text })
  if (!data) return null
  const names = data.sample.map((person) => person.name || person.user).slice(0, 6)
  const more = data.people - names.length
  const rest = number(more)
  return (
    <div className={styles.hint}>
      {names.length === 0 ? t`Nobody` : list(more > 0 ? [...names, t`${rest} more`] : names)}
    </div>
  )
}

/** Whom the condition matches now, and who they are on demand. */
function Matches({ condition, people }: { condition: ConditionDraft; people: number }) {
  const [isOpen, setOpen] = useState(false)
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
  return (
    <div className={styles.matches}>
      <span role="status">
        <Plural
          value={people}
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
      </span>
      <Button small variant="quiet" aria-expanded={isOpen} onPress={() => setOpen(!isOpen)}>
        <Trans>Who?</Trans>
      </Button>
      {isOpen && <Sample text={condition.text} />}
    </div>
  )
}

/** Edits a condition in either form; each follows the other. */
export function ConditionEditor({
  condition,
  people,
  vocabulary,
}: {
  condition: ConditionDraft
  /** People it matches. */
  people: number
  vocabulary: Vocabulary | undefined
}) {
  const { t } = useLingui()
  const id = useId()
  const [tab, setTab] = useState<'builder' | 'text'>(condition.tree ? 'builder' : 'text')
  const { problem, text } = condition
  const hasProblem = problem !== null && text.trim() !== ''
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
  const span =
    hasProblem && problem.column > 0
      ? wordAt(text, [...text].slice(0, problem.column - 1).join('').length)
      : null
  const area = (
    <ConditionText
      value={text}
      onChange={condition.setText}
      span={span}
      describedBy={hasProblem ? id : undefined}
      vocabulary={vocabulary}
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
          { id: 'text', label: t`Text`, content: area },
        ]}
      />
      {hasProblem ? (
        <Problem id={id} problem={problem} condition={condition} />
      ) : (
        <Matches condition={condition} people={people} />
      )}
    </div>
  )
}

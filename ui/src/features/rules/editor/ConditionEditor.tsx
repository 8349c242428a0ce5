import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { CircleAlert } from 'lucide-react'
import { createContext, memo, useContext, useId, useMemo, useState } from 'react'
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

type Form = 'builder' | 'text'

/** What both forms work on. */
interface Editing {
  condition: ConditionDraft
  vocabulary: Vocabulary | undefined
  /** The problem of the text on show, and the id of the words that tell it. */
  problem: ConditionProblem | null
  problemId: string
  onForm: (form: Form) => void
}

const EditingContext = createContext<Editing | null>(null)

function AsBuilder() {
  const editing = useContext(EditingContext)
  if (!editing) return null
  const { condition, vocabulary, onForm } = editing
  if (condition.tree)
    return <Builder tree={condition.tree} onChange={condition.setTree} vocabulary={vocabulary} />
  return (
    <div className={styles.hint}>
      <Trans>The text has a mistake, so it cannot be shown as a builder. Correct it first.</Trans>
      <div className={styles.fix}>
        <Button small onPress={() => onForm('text')}>
          <Trans>Go to the text</Trans>
        </Button>
      </div>
    </div>
  )
}

function AsText() {
  const editing = useContext(EditingContext)
  if (!editing) return null
  const { condition, vocabulary, problem, problemId } = editing
  const { text } = condition
  const at = problem ? [...text].slice(0, problem.column - 1).join('').length : 0
  return (
    <ConditionText
      value={text}
      onChange={condition.setText}
      span={problem && problem.column > 0 ? wordAt(text, at) : null}
      describedBy={problem ? problemId : undefined}
      vocabulary={vocabulary}
    />
  )
}

/** The two forms; a keystroke changes what is in them, not the forms. */
const Forms = memo(function Forms({ form, onForm }: { form: Form; onForm: (form: Form) => void }) {
  const { t } = useLingui()
  return (
    <Tabs
      label={t`Condition`}
      selected={form}
      onSelect={onForm}
      tabs={[
        { id: 'builder', label: t`Builder`, content: <AsBuilder /> },
        { id: 'text', label: t`Text`, content: <AsText /> },
      ]}
    />
  )
})

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
  const problemId = useId()
  const [form, setForm] = useState<Form>(condition.tree ? 'builder' : 'text')
  const problem = condition.text.trim() === '' ? null : condition.problem
  const editing = useMemo(
    () => ({ condition, vocabulary, problem, problemId, onForm: setForm }),
    [condition, vocabulary, problem, problemId],
  )
  return (
    <div className={styles.section}>
      <EditingContext value={editing}>
        <Forms form={form} onForm={setForm} />
      </EditingContext>
      {problem ? (
        <Problem id={problemId} problem={problem} condition={condition} />
      ) : (
        <Matches condition={condition} people={people} />
      )}
    </div>
  )
}

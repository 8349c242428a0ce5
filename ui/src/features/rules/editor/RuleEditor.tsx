import { Trans, useLingui } from '@lingui/react/macro'
import { memo, useEffect, useRef, useState } from 'react'
import { Button, ComboBox, TextArea, TextField } from '../../../components'
import { type DraftRule, type RuleDraft, useCommand, type Vocabulary } from '../../../platform'
import { freeName } from '../draft/state'
import { useStore } from '../draft/useDraft'
import { useProblemWords } from '../effect/useObstacle'
import { useConditionWords } from '../useConditionWords'
import { Assignments } from './Assignments'
import { ConditionEditor } from './ConditionEditor'
import styles from './editor.module.css'
import { onlyGroup, type Root, toCondition } from './tree'
import { useCondition } from './useCondition'

const longestName = 60

/** The name of a rule nobody has named: its only group, else what its condition says. */
function useOwnName(vocabulary: Vocabulary | undefined, taken: readonly string[]) {
  const words = useConditionWords(vocabulary)
  return (tree: Root | null): string => {
    if (!tree) return ''
    const group = onlyGroup(tree)
    if (group) return freeName(group, taken)
    const condition = toCondition(tree)
    const said = condition ? words(condition) : ''
    const whole = said.charAt(0).toLocaleUpperCase() + said.slice(1)
    const short = whole.length > longestName ? `${whole.slice(0, longestName - 1)}…` : whole
    return freeName(short, taken)
  }
}

/** Scrolls the rule with its editor into view: all of it, or from its head on where it is too tall. */
function bringIn(editor: HTMLElement | null) {
  const slot = editor?.closest('[data-key]')
  const scroller = slot?.closest('[data-scroller]')
  if (!slot || !scroller) return
  const [inner, outer] = [slot.getBoundingClientRect(), scroller.getBoundingClientRect()]
  const [above, below] = [inner.top - outer.top - 8, inner.bottom - outer.bottom]
  if (above < 0) scroller.scrollTop += above
  else if (below > 0) scroller.scrollTop += Math.min(above, below)
}

/** Whether somebody works in the editor or types in another field already: nobody is to be torn away. */
function isElsewhere(editor: HTMLElement) {
  const at = document.activeElement
  return editor.contains(at) || at?.matches('input, textarea') === true
}

/** Moves the focus into the editor when it opens: to the first value of a new rule, else to the name. */
function useFirstFocus(isNew: boolean) {
  const root = useRef<HTMLDivElement>(null)
  // The groups come before the focus does, so that their list opens with it.
  const groups = useCommand(
    'rules.complete',
    { field: 'groups.display', text: '' },
    { enabled: isNew },
  )
  const isReady = !isNew || groups.isFetched
  const [wasNew] = useState(isNew)
  useEffect(() => {
    if (!isReady) return
    const field = wasNew ? '[data-builder] input[placeholder]' : 'input'
    bringIn(root.current)
    // After the page's title, which takes the focus on each step, and after the frame that tells of the scrolling, which
    // would close a list, however long that frame takes.
    let frame = 0
    const timer = setTimeout(() => {
      frame = requestAnimationFrame(() => {
        frame = requestAnimationFrame(() => {
          const editor = root.current
          if (editor && !isElsewhere(editor))
            editor.querySelector<HTMLElement>(field)?.focus({ preventScroll: true })
        })
      })
    }, 60)
    return () => {
      clearTimeout(timer)
      cancelAnimationFrame(frame)
    }
  }, [wasNew, isReady])
  return root
}

/** The heading that a rule stands under; `headings` are those in use, a line each. Drawn anew only when they change. */
const HeadingField = memo(
  function HeadingField({
    heading,
    headings,
    onChange,
  }: {
    heading: string
    headings: string
    onChange: (heading: string) => void
  }) {
    const { t } = useLingui()
    const names = headings === '' ? [] : headings.split('\n')
    return (
      <ComboBox
        label={t`Heading`}
        allowsCustom
        value={names.includes(heading) ? heading : null}
        inputValue={heading}
        onInputChange={(to) => to !== heading && onChange(to)}
        onChange={(to) => to !== null && onChange(to)}
        options={names.map((name) => ({ value: name, label: name }))}
        placeholder={t`None`}
      />
    )
  },
  (a, b) => a.heading === b.heading && a.headings === b.headings,
)

/** Edits a rule of the draft in place; every keystroke is an edit. Mount it anew (`key`) for another rule. */
export function RuleEditor({
  row,
  isUnborn,
  isPending,
  taken,
  headings,
  vocabulary,
  onClose,
}: {
  row: DraftRule
  /** Whether the draft does not know the rule yet; the first edit makes it. */
  isUnborn: boolean
  isPending: boolean
  /** Names of the other rules. */
  taken: readonly string[]
  headings: readonly string[]
  vocabulary: Vocabulary | undefined
  onClose: () => void
}) {
  const { t } = useLingui()
  const store = useStore()
  const { id, rule } = row.view
  const root = useFirstFocus(isUnborn)
  const ownName = useOwnName(vocabulary, taken)
  const problemWords = useProblemWords()
  const [isNamed, setNamed] = useState(rule.name !== '')
  const [hasNote, setHasNote] = useState(rule.note !== '')

  const newest = () =>
    store.snapshot().draft?.rules.find((r) => r.view.id === id)?.view.rule ?? rule
  const change = (to: Partial<RuleDraft>, turn?: number) =>
    store.edit([{ kind: 'set', id, rule: { ...newest(), ...to }, position: null }], turn)

  const problem = row.problems.find((p) => p.code === 'condition_wrong')
  const condition = useCondition({
    text: rule.when,
    condition: row.view.condition,
    problem: problem?.condition ?? null,
    isPending,
    store,
    onText: (when, tree, turn) => change(isNamed ? { when } : { when, name: ownName(tree) }, turn),
  })
  const nameProblem = isPending
    ? undefined
    : row.problems.find(
        (p) => p.code === 'rule_name_taken' || (isNamed && p.code === 'rule_name_missing'),
      )
  const others = isPending ? [] : row.problems.filter((p) => p.code === 'assignment_unknown')

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes from every field inside
    <div
      ref={root}
      className={styles.editor}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) onClose()
      }}
    >
      <div className={styles.top}>
        <TextField
          label={t`Name`}
          value={rule.name}
          onChange={(name) => {
            setNamed(true)
            change({ name })
          }}
          error={nameProblem && problemWords(nameProblem)}
          placeholder={t`What the rule is called`}
        />
        <HeadingField
          heading={rule.heading}
          headings={headings.join('\n')}
          onChange={(heading) => change({ heading })}
        />
      </div>
      <section className={styles.section}>
        <h2>
          <Trans>For whom</Trans>
        </h2>
        <div data-builder>
          <ConditionEditor condition={condition} people={row.view.people} vocabulary={vocabulary} />
        </div>
        {problem && !problem.condition && rule.when.trim() !== '' && !isPending && (
          <div className={styles.problem} role="status">
            {problem.message}
          </div>
        )}
      </section>
      <section className={styles.section}>
        <h2>
          <Trans>What it gives</Trans>
        </h2>
        <Assignments
          draft={rule}
          onChange={({ assigns, withholds }) => change({ assigns, withholds })}
          vocabulary={vocabulary}
        />
        {others.map(({ message }) => (
          <div key={message} className={styles.problem} role="status">
            {message}
          </div>
        ))}
      </section>
      {hasNote ? (
        <TextArea
          label={t`Note`}
          value={rule.note}
          onChange={(note) => change({ note })}
          rows={2}
          placeholder={t`Why this rule is as it is, for other administrators`}
        />
      ) : null}
      <div className={styles.foot}>
        {!hasNote && (
          <Button small variant="quiet" onPress={() => setHasNote(true)}>
            <Trans>Add a note</Trans>
          </Button>
        )}
        <Button small onPress={onClose}>
          <Trans>Done</Trans>
        </Button>
      </div>
    </div>
  )
}

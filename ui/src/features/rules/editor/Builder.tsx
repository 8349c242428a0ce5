import { Trans, useLingui } from '@lingui/react/macro'
import { Plus, X } from 'lucide-react'
import { Button, ComboBox, IconButton, Select } from '../../../components'
import { attributeLabel } from '../../../i18n'
import type { Vocabulary } from '../../../platform'
import styles from './editor.module.css'
import { fromChoice, kindOf, offers, toChoice, useOperators, usualOperator } from './operators'
import { directGroups, emptyClause, emptyGroup, type Node, type Root, withPart } from './tree'
import { ValueField } from './ValueField'

type Change = (id: number, change: (node: Node) => Node | null) => void

function useFieldOptions(vocabulary: Vocabulary | undefined, field: string) {
  const { t } = useLingui()
  const attributes = (vocabulary?.attributes ?? []).filter(
    (a) => a.name !== 'groups.display' && a.name !== 'orgUnit',
  )
  const options = [
    { value: 'groups.display', label: t`Group` },
    { value: directGroups, label: t`Group, directly` },
    { value: 'orgUnit', label: t`Org unit` },
    ...attributes.map((a) => ({ value: a.name, label: attributeLabel(a) })),
  ]
  const isKnown = options.some((o) => o.value === field)
  return isKnown || field === '' ? options : [...options, { value: field, label: field }]
}

function ClauseRow({
  node,
  vocabulary,
  change,
  canRemove,
}: {
  node: Extract<Node, { kind: 'clause' }>
  vocabulary: Vocabulary | undefined
  change: Change
  canRemove: boolean
}) {
  const { t } = useLingui()
  const attribute = vocabulary?.attributes.find((a) => a.name === node.field)
  const kind = kindOf(node.field, attribute?.kind)
  const choice = toChoice(node.op, node.negated)
  const operators = useOperators(kind, choice)
  const fields = useFieldOptions(vocabulary, node.field)

  const setField = (field: string | null) => {
    if (field === null || field === node.field) return
    const next = kindOf(field, vocabulary?.attributes.find((a) => a.name === field)?.kind)
    const kept = offers(next, choice) ? choice : usualOperator(next)
    change(node.id, () => ({ ...node, ...fromChoice(kept), field, values: [] }))
  }
  const setOperator = (to: string) => {
    const { op, negated } = fromChoice(to)
    const values = op === 'pr' ? [] : op === 'in' ? node.values : node.values.slice(0, 1)
    change(node.id, () => ({ ...node, op, negated, values }))
  }
  return (
    <div className={styles.clause}>
      <div className={styles.clauseRow}>
        <ComboBox
          label={t`Field`}
          hideLabel
          value={node.field}
          onChange={setField}
          options={fields}
        />
        <Select
          label={t`Comparison`}
          hideLabel
          value={choice}
          onChange={setOperator}
          options={operators}
        />
        <div className={styles.value}>
          <ValueField
            kind={kind}
            field={node.field}
            op={node.op}
            values={node.values}
            onChange={(values) => change(node.id, () => ({ ...node, values }))}
          />
        </div>
        {canRemove && (
          <IconButton
            label={t`Remove this condition`}
            icon={X}
            onPress={() => change(node.id, () => null)}
          />
        )}
      </div>
    </div>
  )
}

function TextPart({ node, change }: { node: Extract<Node, { kind: 'text' }>; change: Change }) {
  const { t } = useLingui()
  return (
    <div className={styles.clause}>
      <div className={styles.clauseHead}>
        <code className={styles.textPart}>{node.negated ? `not (${node.text})` : node.text}</code>
        <IconButton
          label={t`Remove this condition`}
          icon={X}
          onPress={() => change(node.id, () => null)}
        />
      </div>
      <div className={styles.hint}>
        <Trans>This part is changed as text.</Trans>
      </div>
    </div>
  )
}

function Group({
  node,
  depth,
  ...shared
}: {
  node: Root
  depth: number
  vocabulary: Vocabulary | undefined
  change: Change
}) {
  const { t } = useLingui()
  const { change } = shared
  const joined = node.mode === 'all' ? t`and` : t`or`
  const add = (part: Node) =>
    change(node.id, (now) => (now.kind === 'group' ? { ...now, parts: [...now.parts, part] } : now))
  const isShown = node.parts.length > 1 || depth > 0
  return (
    <div className={depth > 0 ? styles.inner : styles.group}>
      {isShown && (
        <div className={styles.clauseHead}>
          <Select
            label={t`How the conditions are joined`}
            hideLabel
            value={`${node.negated ? '!' : ''}${node.mode}`}
            onChange={(to) =>
              change(node.id, () => ({
                ...node,
                negated: to.startsWith('!'),
                mode: to.endsWith('all') ? 'all' : 'any',
              }))
            }
            options={[
              { value: 'all', label: t`All of these` },
              { value: 'any', label: t`Any of these` },
              { value: '!any', label: t`None of these` },
              { value: '!all', label: t`Not all of these` },
            ]}
          />
          {depth > 0 && (
            <IconButton
              label={t`Remove this group of conditions`}
              icon={X}
              onPress={() => change(node.id, () => null)}
            />
          )}
        </div>
      )}
      {node.parts.map((part, index) => (
        <div key={part.id} className={styles.part}>
          {index > 0 && <div className={styles.joint}>{joined}</div>}
          {part.kind === 'group' && <Group node={part} depth={depth + 1} {...shared} />}
          {part.kind === 'clause' && (
            <ClauseRow node={part} canRemove={node.parts.length > 1 || depth > 0} {...shared} />
          )}
          {part.kind === 'text' && <TextPart node={part} change={change} />}
        </div>
      ))}
      <div className={styles.adders}>
        <Button small variant="quiet" icon={Plus} onPress={() => add(emptyClause())}>
          <Trans>Condition</Trans>
        </Button>
        {depth < 3 && (
          <Button
            small
            variant="quiet"
            icon={Plus}
            onPress={() => add(emptyGroup(node.mode === 'all' ? 'any' : 'all'))}
          >
            <Trans>Group of conditions</Trans>
          </Button>
        )}
      </div>
    </div>
  )
}

/** Edits a condition as rows of field, comparison and value, in groups of "all" and "any". */
export function Builder({
  tree,
  onChange,
  vocabulary,
}: {
  tree: Root
  onChange: (tree: Root) => void
  vocabulary: Vocabulary | undefined
}) {
  const change: Change = (id, how) => onChange(withPart(tree, id, how))
  return <Group node={tree} depth={0} {...{ vocabulary, change }} />
}

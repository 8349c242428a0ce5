import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { createPortal } from 'react-dom'
import { toast } from '../../app'
import { Button, ComboBox, Select, TextArea, TextField } from '../../components'
import { type AttributeDraft, type AttributeItem, useCommandAction } from '../../platform'
import styles from './attributes.module.css'
import { DeleteAttribute } from './DeleteAttribute'
import { Trial } from './Trial'
import { useKindWords } from './useKindWords'
import { useSourceFields } from './useSourceFields'
import { useTrial } from './useTrial'

const draftOf = (attribute: AttributeItem | null): AttributeDraft => ({
  name: attribute?.name ?? '',
  label: attribute?.label ?? '',
  kind: attribute?.kind ?? 'text',
  from: attribute?.from ?? null,
  expression: attribute?.expression ?? null,
})

/** Makes (`attribute` is null) or changes a custom attribute, tried on real people as one types. */
export function AttributeEditor({
  attribute,
  footer,
  onClose,
}: {
  attribute: AttributeItem | null
  footer: HTMLElement | null
  onClose: () => void
}) {
  const { t } = useLingui()
  const kinds = useKindWords()
  const [draft, setDraft] = useState(() => draftOf(attribute))
  const [isComputed, setComputed] = useState(attribute?.expression != null)
  const [text, setText] = useState('')
  const [isDeleting, setDeleting] = useState(false)
  const change = (part: Partial<AttributeDraft>) => setDraft((before) => ({ ...before, ...part }))
  const kept: AttributeDraft = {
    ...draft,
    from: isComputed ? null : draft.from || null,
    expression: isComputed ? (draft.expression ?? '') : null,
  }
  const trial = useTrial(kept, text)
  const saving = useCommandAction('attributes.set', {
    onSuccess: () => {
      toast({ text: t`The attribute “${kept.name}” is saved.` })
      onClose()
    },
  })
  const problem = trial?.error
  const source = useSourceFields()
  const known = new Set(source.fields.map(({ path }) => path))
  const typed = (draft.from ?? '').toLowerCase()
  const columns = [
    ...source.fields
      .filter(({ path }) => path.toLowerCase().includes(typed))
      .map(({ path, sample }) => ({ value: path, label: path, description: sample })),
    ...(trial?.columns ?? [])
      .filter((name) => !known.has(name))
      .map((name) => ({ value: name, label: name })),
  ]
  const sample = source.fields.find(({ path }) => path === draft.from)?.sample
  return (
    <div className={styles.editor}>
      {saving.error && (
        <div className={styles.refused} role="alert">
          {saving.error.message}
        </div>
      )}
      <div className={styles.pair}>
        <TextField
          label={t`Name`}
          value={draft.name}
          onChange={(name) => change({ name })}
          mono
          description={t`As conditions write it.`}
        />
        <TextField
          label={t`Label`}
          value={draft.label}
          onChange={(label) => change({ label })}
          placeholder={draft.name}
          description={t`What screens call it.`}
        />
      </div>
      <div className={styles.pair}>
        <Select
          label={t`Type`}
          value={draft.kind}
          onChange={(kind) => change({ kind })}
          options={Object.entries(kinds).map(([value, label]) => ({ value, label }))}
        />
        <Select
          label={t`Comes from`}
          value={isComputed ? 'expression' : 'column'}
          onChange={(way) => setComputed(way === 'expression')}
          options={[
            { value: 'column', label: t`A field of the source` },
            { value: 'expression', label: t`An expression` },
          ]}
        />
      </div>
      {isComputed ? (
        <TextArea
          label={t`Expression`}
          value={draft.expression ?? ''}
          onChange={(expression) => change({ expression })}
          mono
          rows={3}
          placeholder={'user.department + "-" + user.country'}
          description={t`CEL. Where something it reads is absent, the result is absent.`}
          error={problem?.message}
        />
      ) : (
        <>
          <ComboBox
            label={t`Field of the source`}
            value={sample === undefined ? null : draft.from}
            inputValue={draft.from ?? ''}
            onInputChange={(from) => change({ from })}
            onChange={(from) => from !== null && change({ from })}
            options={columns}
            allowsCustom
            placeholder={draft.name || t`the field of the same name`}
            description={sample && t`For example ${sample}`}
            error={problem?.message ?? source.error?.message}
          />
          {source.isThere && source.fields.length === 0 && (
            <div>
              <Button isPending={source.isLooking} onPress={source.look}>
                <Trans>See what the source’s records have</Trans>
              </Button>
            </div>
          )}
        </>
      )}
      {problem?.suggestion && isComputed && (
        <p className={styles.note}>
          <Trans>
            Likely meant: <code>{problem.suggestion}</code>
          </Trans>
        </p>
      )}
      <Trial trial={trial} text={text} onText={setText} />
      {attribute && (
        <DeleteAttribute
          attribute={attribute}
          isOpen={isDeleting}
          onClose={() => setDeleting(false)}
          onDeleted={onClose}
        />
      )}
      {footer &&
        createPortal(
          <>
            {attribute && (
              <Button variant="quiet" onPress={() => setDeleting(true)}>
                <Trans>Delete…</Trans>
              </Button>
            )}
            <Button onPress={onClose}>
              <Trans>Close</Trans>
            </Button>
            <Button
              variant="primary"
              isDisabled={draft.name.trim() === '' || (problem != null && isComputed)}
              isPending={saving.isPending}
              onPress={() => saving.mutate({ oldName: attribute?.name ?? null, attribute: kept })}
            >
              <Trans>Save attribute</Trans>
            </Button>
          </>,
          footer,
        )}
    </div>
  )
}

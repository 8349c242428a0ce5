import { Trans, useLingui } from '@lingui/react/macro'
import { keepPreviousData } from '@tanstack/react-query'
import { useState } from 'react'
import { ComboBox, SkeletonRows } from '../../components'
import { type SendItem, useCommand } from '../../platform'
import styles from './attributes.module.css'

/** Exactly what leaves for one person, with the edits that are not saved yet. */
export function SendPreview({ target, more }: { target: string; more: SendItem[] }) {
  const { t } = useLingui()
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState<string | null>(null)
  const people = useCommand(
    'people.list',
    { text, page: { offset: 0, limit: 20 } },
    { placeholderData: keepPreviousData },
  )
  const user = chosen ?? people.data?.items[0]?.user ?? null
  const preview = useCommand(
    'send.preview',
    { target, user: user ?? '', more },
    { enabled: user !== null, placeholderData: keepPreviousData },
  )
  const options = (people.data?.items ?? []).map((person) => ({
    value: person.user,
    label: person.name,
    description: person.user,
  }))
  return (
    <div className={styles.preview}>
      <h3>
        <Trans>What leaves for one person</Trans>
      </h3>
      <ComboBox
        label={t`Person`}
        hideLabel
        value={chosen}
        inputValue={text}
        onInputChange={setText}
        onChange={(key) => {
          setChosen(key)
          const person = people.data?.items.find((one) => one.user === key)
          if (person) setText(person.name)
        }}
        options={options}
        placeholder={people.data?.items[0]?.name ?? t`Name or address`}
      />
      {!preview.data && !preview.error && user !== null && <SkeletonRows rows={6} height={24} />}
      {preview.data?.errors.map(({ theirs, message }) => (
        <p key={theirs} className={styles.bad}>
          <code>{theirs}</code> {message}
        </p>
      ))}
      <dl className={styles.fields} aria-label={t`What leaves for one person`}>
        {preview.data?.fields.map(({ theirs, value }) => (
          <div key={theirs}>
            <dt>{theirs}</dt>
            <dd>
              {value ?? (
                <span className={styles.faint}>
                  <Trans>not sent: absent</Trans>
                </span>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {preview.data?.body && (
        <details className={styles.body}>
          <summary>
            <Trans>The request as it is written</Trans>
          </summary>
          <pre>{preview.data.body}</pre>
        </details>
      )}
      {preview.error && <p className={styles.bad}>{preview.error.message}</p>}
    </div>
  )
}

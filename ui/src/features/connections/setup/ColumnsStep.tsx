import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useRef } from 'react'
import { ReadError, Said, Select, SkeletonRows } from '../../../components'
import { useFormat } from '../../../i18n'
import { useCommand } from '../../../platform'
import { becomes, lacking, mapped, ours, suggested, whole } from './mapping'
import { customsOf, useOurWords } from './ourWords'
import styles from './setup.module.css'
import type { Setup } from './useSetup'

const own = '='

/** Says what each column of a file is, with samples beside it; names that say it themselves are chosen already. */
export function ColumnsStep({ setup }: { setup: Setup }) {
  const { t } = useLingui()
  const words = useOurWords()
  const { list } = useFormat()
  const { source, change } = setup
  const file = useCommand(
    'connections.file',
    { kind: source.kind, path: source.users.trim(), delimiter: source.delimiter },
    { retry: false },
  )
  const { data, error } = file
  const { data: vocabulary } = useCommand('rules.vocabulary', {})
  const customs = customsOf(vocabulary)
  const isUntouched = Object.keys(source.map).length === 0
  const isSuggested = useRef(false)
  useEffect(() => {
    // Once: what suggests nothing leaves the map as it was.
    if (!data || !vocabulary || !isUntouched || isSuggested.current) return
    isSuggested.current = true
    const map = whole(data.columns, customsOf(vocabulary), suggested(data.columns))
    change({
      delimiter: data.delimiter === ',' ? null : data.delimiter,
      ...(Object.keys(map).length > 0 && { map }),
    })
  }, [data, vocabulary, isUntouched, change])
  if (error) return <ReadError error={error} onRetry={() => file.refetch()} />
  if (!data || !vocabulary) return <SkeletonRows rows={6} height={36} />
  const missing = lacking(data.columns, customs, source.map).map(({ label }) => label)
  const isNamed = data.columns.some(({ name }) => becomes(name, source.map) === 'userName')
  return (
    <div className={styles.form}>
      {isNamed ? (
        <p className={styles.soft}>
          <Trans>
            A column that becomes nothing of this list is an attribute of its own name, which rules
            can ask for.
          </Trans>
        </p>
      ) : (
        <Said tone="warn">
          <Trans>Say which column is the user name: people are known by it.</Trans>
        </Said>
      )}
      <table className={styles.map}>
        <thead>
          <tr>
            <th scope="col">{t`Column`}</th>
            <th scope="col">{t`For example`}</th>
            <th scope="col">{t`Becomes`}</th>
          </tr>
        </thead>
        <tbody>
          {data.columns.map(({ name, samples }) => (
            <tr key={name}>
              <td>
                <code>{name}</code>
              </td>
              <td className={styles.samples}>{samples.join(' · ') || '—'}</td>
              <td>
                <Select
                  label={t`What ${name} becomes`}
                  hideLabel
                  value={becomes(name, source.map) ?? own}
                  onChange={(to) => {
                    const map = mapped(source.map, name, to === own ? null : to)
                    change({ map: whole(data.columns, customs, map) })
                  }}
                  options={[
                    { value: own, label: t`Attribute “${name}”` },
                    ...ours.map((value) => ({ value: value as string, label: words[value] })),
                    ...customs
                      .filter(({ name: one }) => !ours.some((value) => value === one))
                      .map((one) => ({ value: one.name, label: one.label })),
                  ]}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {missing.length > 0 && (
        <p className={styles.soft}>
          <Trans>
            Not in this file, and empty for its people: {list(missing)}. Where a column holds one of
            them, choose it above.
          </Trans>
        </p>
      )}
    </div>
  )
}

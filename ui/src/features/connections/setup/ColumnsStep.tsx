import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect } from 'react'
import { ReadError, Said, Select, SkeletonRows } from '../../../components'
import { useCommand } from '../../../platform'
import { becomes, mapped, ours, suggested } from './mapping'
import styles from './setup.module.css'
import type { Setup } from './useSetup'

const own = '='

/** What our attributes are called where a column is to become one of them. */
function useOurWords(): Record<(typeof ours)[number], string> {
  const { t } = useLingui()
  return {
    userName: t`User name`,
    id: t`Stable id`,
    email: t`E-mail`,
    givenName: t`First name`,
    familyName: t`Last name`,
    displayName: t`Display name`,
    active: t`Active (yes or no)`,
    orgUnit: t`Org unit`,
    groups: t`Groups`,
    department: t`Department`,
    title: t`Title`,
    employeeNumber: t`Employee number`,
    costCenter: t`Cost centre`,
    division: t`Division`,
    country: t`Country`,
    city: t`City`,
    manager: t`Manager`,
  }
}

/** Says what each column of a file is, with samples beside it; names that say it themselves are chosen already. */
export function ColumnsStep({ setup }: { setup: Setup }) {
  const { t } = useLingui()
  const words = useOurWords()
  const { source, change } = setup
  const file = useCommand(
    'connections.file',
    { kind: source.kind, path: source.users.trim(), delimiter: source.delimiter },
    { retry: false },
  )
  const { data, error } = file
  const isUntouched = Object.keys(source.map).length === 0
  useEffect(() => {
    if (!data || !isUntouched) return
    const map = suggested(data.columns)
    change({
      delimiter: data.delimiter === ',' ? null : data.delimiter,
      ...(Object.keys(map).length > 0 && { map }),
    })
  }, [data, isUntouched, change])
  if (error) return <ReadError error={error} onRetry={() => file.refetch()} />
  if (!data) return <SkeletonRows rows={6} height={36} />
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
                  onChange={(to) =>
                    change({ map: mapped(source.map, name, to === own ? null : to) })
                  }
                  options={[
                    { value: own, label: t`Attribute “${name}”` },
                    ...ours.map((value) => ({ value, label: words[value] })),
                  ]}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

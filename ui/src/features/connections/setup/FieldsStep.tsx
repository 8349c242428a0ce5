import { Trans, useLingui } from '@lingui/react/macro'
import { Button, ComboBox, Said } from '../../../components'
import { type SourceProbe, useCommand, useCommandAction } from '../../../platform'
import { customsOf, useOurWords } from './ourWords'
import styles from './setup.module.css'
import type { Setup } from './useSetup'

/** Our attributes that a source's record is read into, besides who somebody is. */
const read = [
  'email',
  'givenName',
  'familyName',
  'displayName',
  'title',
  'department',
  'division',
  'costCenter',
  'employeeNumber',
  'manager',
  'country',
  'city',
  'orgUnit',
] as const

/** What the five people have under an attribute of ours, by the usual place or the map. */
function usual(probe: SourceProbe | null, own: string): string {
  const values = (probe?.people ?? []).flatMap(({ attributes, orgUnit }) =>
    own === 'orgUnit'
      ? (orgUnit ?? [])
      : attributes
          .filter(([name, value]) => name === own && value !== '')
          .map(([, value]) => value),
  )
  return values[0] ?? ''
}

/** Says from which field of the source’s records each attribute is read, chosen with real values beside it. */
export function FieldsStep({ setup }: { setup: Setup }) {
  const { t } = useLingui()
  const words = useOurWords()
  const { source, change, probe, setProbe, secretValue, directory } = setup
  const { data: vocabulary } = useCommand('rules.vocabulary', {})
  const trying = useCommandAction('connections.probe', { refresh: [], onSuccess: setProbe })
  const fields = probe?.fields ?? []
  const sampleOf = (path: string) => fields.find((field) => field.path === path)?.sample ?? ''
  const rows = [
    ...read.map((name) => ({ name: name as string, label: words[name], from: '' })),
    ...customsOf(vocabulary).filter(({ name }) => !read.some((own) => own === name)),
  ]
  const set = (name: string, path: string) => {
    const { [name]: _, ...rest } = source.map
    change({ map: path.trim() === '' ? rest : { ...rest, [name]: path.trim() } })
  }
  return (
    <div className={styles.form}>
      <p className={styles.soft}>
        <Trans>
          Each attribute is read from its usual place unless a field is chosen for it. Everything
          not listed can be made an attribute later, under Attributes.
        </Trans>
      </p>
      {fields.length === 0 && (
        <div className={styles.line}>
          <p className={styles.soft}>
            <Trans>Read five people to choose from what their records really have.</Trans>
          </p>
          <Button
            isPending={trying.isPending}
            onPress={() => trying.mutate({ directory, source, secretValue })}
          >
            <Trans>Read five people</Trans>
          </Button>
        </div>
      )}
      {source.kind === 'entra' &&
        fields.length > 0 &&
        !fields.some(({ path }) => path.startsWith('extension_')) && (
          <p className={styles.soft}>
            <Trans>
              Directory extensions of the tenant are offered too once the application may read them
              (Directory.Read.All). Without that, type the name of one.
            </Trans>
          </p>
        )}
      {trying.error && <Said tone="bad">{trying.error.message}</Said>}
      <table className={styles.map}>
        <thead>
          <tr>
            <th scope="col">{t`Attribute`}</th>
            <th scope="col">{t`Read from`}</th>
            <th scope="col">{t`For example`}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, label, from }) => {
            const path = source.map[name] ?? ''
            return (
              <tr key={name}>
                <td>{label}</td>
                <td>
                  <ComboBox
                    label={t`Where ${label} is read from`}
                    hideLabel
                    value={fields.some((field) => field.path === path) ? path : null}
                    inputValue={path}
                    onInputChange={(text) => set(name, text)}
                    onChange={(key) => set(name, key ?? path)}
                    options={fields
                      .filter((field) => field.path.toLowerCase().includes(path.toLowerCase()))
                      .map((field) => ({
                        value: field.path,
                        label: field.path,
                        description: field.sample,
                      }))}
                    allowsCustom
                    placeholder={from || t`its usual place`}
                  />
                </td>
                <td className={styles.samples}>
                  {(path ? sampleOf(path) : usual(probe, name)) || '—'}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

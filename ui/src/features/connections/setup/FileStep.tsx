import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { toast } from '../../../app'
import { Button, Said, TextField } from '../../../components'
import { chooseFile, toAppError, useCommand } from '../../../platform'
import { orNull } from './settings'
import styles from './setup.module.css'
import type { Setup } from './useSetup'

/** The path of a file: typed, or chosen in the system's dialog where there is one. */
function PathField({
  label,
  description,
  placeholder,
  value,
  onChange,
}: {
  label: string
  description?: string
  placeholder: string
  value: string
  onChange: (path: string) => void
}) {
  const { t } = useLingui()
  const choose = async () => {
    try {
      const path = await chooseFile?.()
      if (path) onChange(path)
    } catch (thrown) {
      toast({ tone: 'bad', text: toAppError(thrown).message })
    }
  }
  return (
    <div className={styles.line}>
      <TextField
        label={label}
        description={description}
        placeholder={placeholder}
        mono
        value={value}
        onChange={onChange}
      />
      {chooseFile && <Button onPress={choose}>{t`Choose…`}</Button>}
    </div>
  )
}

/** What a look into the file says: that it can be read, and what it begins with. */
function Look({ setup }: { setup: Setup }) {
  const { source } = setup
  const isCsv = source.kind === 'csv'
  const path = (isCsv ? source.users : source.file).trim()
  const { data, error } = useCommand(
    'connections.file',
    { kind: source.kind, path, delimiter: source.delimiter },
    { enabled: path !== '', retry: false },
  )
  if (path === '') return null
  if (error) return <Said tone="bad">{error.message}</Said>
  if (!data) return null
  const columns = data.columns.length
  return (
    <Said tone="ok">
      {isCsv ? (
        <Plural value={columns} one="# column was found." other="# columns were found." />
      ) : (
        <Plural value={columns} one="# attribute was found." other="# attributes were found." />
      )}
    </Said>
  )
}

/** Names the file that people are read from. */
export function FileStep({ setup }: { setup: Setup }) {
  const { t } = useLingui()
  const { source, change } = setup
  const [path, setPath] = useState(source.kind === 'csv' ? source.users : source.file)
  const take = (to: string) => {
    setPath(to)
    change(source.kind === 'csv' ? { users: to } : { file: to })
  }
  return (
    <div className={styles.form}>
      <p className={styles.soft}>
        {chooseFile ? (
          <Trans>The file is read again with every run. It is never changed.</Trans>
        ) : (
          <Trans>
            The file lies on the machine that Rolecall runs on, and is read again with every run. It
            is never changed.
          </Trans>
        )}
      </p>
      <PathField
        label={t`File of people`}
        placeholder={source.kind === 'csv' ? '/srv/people/users.csv' : '/srv/people/export.ldif'}
        value={path}
        onChange={take}
      />
      <Look setup={setup} />
      {source.kind === 'csv' && (
        <PathField
          label={t`File of groups`}
          description={t`Only where groups stand in a file of their own: group, member, type.`}
          placeholder="/srv/people/groups.csv"
          value={source.groups ?? ''}
          onChange={(groups) => change({ groups: orNull(groups) })}
        />
      )}
    </div>
  )
}

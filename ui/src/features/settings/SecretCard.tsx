import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { toast, useRoute } from '../../app'
import { Button, Card, ComboBox, TextField } from '../../components'
import { useCommand, useCommandAction } from '../../platform'
import styles from './Settings.module.css'

/** Sets a secret. It goes in and never comes back; names that connections ask for are offered. */
export function SecretCard({ isOpen }: { isOpen: boolean }) {
  const { t } = useLingui()
  const [name, setName] = useState(useRoute()?.query.secret ?? '')
  const [value, setValue] = useState('')
  const { data } = useCommand('connections.list', {})
  const setting = useCommandAction('secrets.set', {
    refresh: ['connections.list', 'overview.get'],
    onSuccess: (_, { name: kept }) => {
      setValue('')
      toast({ text: t`Secret “${kept}” is kept.` })
    },
  })
  const asked = (data?.targets ?? []).flatMap((target) =>
    target.secret === null
      ? []
      : [
          {
            value: target.secret,
            label: target.secret,
            description: target.secretPresent
              ? t`for ${target.name}, is set`
              : t`for ${target.name}, missing`,
          },
        ],
  )
  return (
    <Card title={t`Set a secret`}>
      <form
        className={styles.stack}
        onSubmit={(event) => {
          event.preventDefault()
          if (name !== '' && value !== '') setting.mutate({ name: name.trim(), value })
        }}
      >
        <div className={styles.fields}>
          <ComboBox
            label={t`Name`}
            value={name}
            inputValue={name}
            onInputChange={setName}
            onChange={(chosen) => chosen !== null && setName(chosen)}
            options={asked}
            allowsCustom
            isDisabled={!isOpen}
            description={<Trans>As the configuration calls it.</Trans>}
          />
          <TextField
            type="password"
            label={t`Value`}
            value={value}
            onChange={setValue}
            isDisabled={!isOpen}
            error={setting.error?.message}
            description={t`Goes straight to where secrets are kept and is never shown again.`}
          />
        </div>
        <div className={styles.line}>
          <Button
            type="submit"
            isDisabled={!isOpen || name.trim() === '' || value === ''}
            isPending={setting.isPending}
          >
            <Trans>Set secret</Trans>
          </Button>
          {!isOpen && (
            <span className={styles.soft}>
              <Trans>Choose first where secrets are kept.</Trans>
            </span>
          )}
        </div>
      </form>
    </Card>
  )
}

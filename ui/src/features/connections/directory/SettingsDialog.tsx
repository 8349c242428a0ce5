import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Button, Checkbox, Dialog, Said, TextField } from '../../../components'
import { type DirectoryItem, useCommandAction } from '../../../platform'
import styles from '../connections.module.css'

/** Settings of a directory whatever fills it: whether domains are checked, and what org-unit groups are called. */
export function SettingsDialog({
  directory,
  onClose,
}: {
  directory: DirectoryItem
  onClose: () => void
}) {
  const { t, i18n } = useLingui()
  const [checkDomains, setCheckDomains] = useState(directory.checkDomains)
  const [prefix, setPrefix] = useState(directory.orgUnitPrefix)
  const saving = useCommandAction('directories.set', { onSuccess: onClose })
  const isOffered = ['sv', 'nl', 'de'].includes(i18n.locale.slice(0, 2)) && prefix === 'OU-'
  return (
    <Dialog
      title={t`Settings of ${directory.name}`}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button
            variant="primary"
            isPending={saving.isPending}
            isDisabled={
              checkDomains === directory.checkDomains && prefix === directory.orgUnitPrefix
            }
            onPress={() =>
              saving.mutate({
                directory: directory.name,
                checkDomains,
                orgUnitPrefix: prefix,
                position: null,
              })
            }
          >
            <Trans>Save</Trans>
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <Checkbox
          label={t`Give nothing to people outside the verified domains`}
          isSelected={checkDomains}
          onChange={setCheckDomains}
        />
        <TextField
          label={t`Names of groups from org units begin with`}
          description={t`Someone in /Sales/North is in ${`${prefix}/`}, ${`${prefix}/Sales`} and ${`${prefix}/Sales/North`}.`}
          value={prefix}
          onChange={setPrefix}
        />
        {isOffered && (
          <div>
            <Button small onPress={() => setPrefix('OE-')}>
              <Trans>Use OE-</Trans>
            </Button>
          </div>
        )}
        {saving.error && <Said tone="bad">{saving.error.message}</Said>}
      </div>
    </Dialog>
  )
}

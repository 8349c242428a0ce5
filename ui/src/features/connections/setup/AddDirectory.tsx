import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Label, Radio, RadioGroup } from 'react-aria-components'
import { hrefTo, navigate, Page } from '../../../app'
import { Button, Card, TextField } from '../../../components'
import { useCommand, useCommandAction } from '../../../platform'
import { useKindWords } from '../kindWords'
import { blank, type Kind, kinds, stepsOf } from './settings'
import styles from './setup.module.css'

/** What each kind of source is for, in a sentence. */
function useKindNotes(): Record<Kind, string> {
  const { t } = useLingui()
  return {
    entra: t`Reads people and groups through Microsoft Graph. Nothing has to reach this machine.`,
    google: t`Reads people, groups and org units by the Directory API. Nothing has to reach this machine.`,
    okta: t`Reads people and groups by Okta’s API. Nothing has to reach this machine.`,
    ldap: t`Reads a directory server in your network: Active Directory, OpenLDAP and others.`,
    'scim-push': t`Okta, Entra ID, OneLogin and others write here. The provider must be able to reach this machine.`,
    scim: t`Reads any provider that offers people by SCIM 2.0.`,
    csv: t`Reads a file of people, with columns named as you like.`,
    ldif: t`Reads a file that a directory server exported.`,
  }
}

/**
 * Adds a directory: its name and what fills it; the rest is asked step by step after that. `directory` is one that is
 * there already and has no source.
 */
export function AddDirectory({ directory = '' }: { directory?: string }) {
  const { t } = useLingui()
  const words = useKindWords()
  const notes = useKindNotes()
  const [name, setName] = useState(directory)
  const [kind, setKind] = useState<Kind>('entra')
  const { data: directories } = useCommand('directories.list', {})
  // A directory that nothing is attached to is taken up again rather than made twice.
  const known = directories?.items.find((one) => one.name === name.trim())
  const adding = useCommandAction('directories.add')
  const keeping = useCommandAction('directories.draft')
  const error = adding.error ?? keeping.error
  const begin = async () => {
    const named = name.trim()
    if (named === '') return
    try {
      if (!known) await adding.mutateAsync({ name: named, orgUnitPrefix: null })
      const step = stepsOf(kind)[0] ?? 'finish'
      const source = blank(kind)
      await keeping.mutateAsync({ directory: named, source, step, savedAt: 0 })
      navigate(hrefTo('connections', ['directory', named, 'source']), { replace: true })
    } catch {
      // Said below the name.
    }
  }
  return (
    <Page
      title={directory ? t`Source of ${directory}` : t`Add a directory`}
      subtitle={<Trans>People and groups that come from one place.</Trans>}
      back={{ href: hrefTo('connections'), label: t`Connections` }}
      actions={
        <Button
          variant="primary"
          isDisabled={name.trim() === '' || known?.synced === true}
          isPending={adding.isPending || keeping.isPending}
          onPress={begin}
        >
          <Trans>Set up</Trans>
        </Button>
      }
    >
      <form
        className={styles.add}
        onSubmit={(event) => {
          event.preventDefault()
          begin()
        }}
      >
        <Card title={t`Name`}>
          <TextField
            label={t`Name of the directory`}
            hideLabel
            placeholder="main"
            autoFocus={!directory}
            isReadOnly={directory !== ''}
            value={name}
            onChange={setName}
            description={t`Short and without spaces: it stands in addresses and in the configuration.`}
            error={
              known?.synced
                ? t`A directory of this name has a source already. Open it in Connections to change that.`
                : error?.message
            }
          />
        </Card>
        <Card title={t`Where its people come from`}>
          <RadioGroup
            value={kind}
            onChange={(value) => setKind(value as Kind)}
            className={styles.kinds}
          >
            <Label className={styles.hidden}>{t`Where its people come from`}</Label>
            {kinds.map((one) => (
              <Radio key={one} value={one} className={styles.kind}>
                <b>{words(one)}</b>
                <span>{notes[one]}</span>
              </Radio>
            ))}
          </RadioGroup>
        </Card>
      </form>
    </Page>
  )
}

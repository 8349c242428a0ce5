import { Trans, useLingui } from '@lingui/react/macro'
import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import { hrefTo, navigate, toast } from '../../../app'
import { Button, Dialog, Select, TextField } from '../../../components'
import { type DirectoryItem, useCommand, useCommandAction } from '../../../platform'
import styles from '../people.module.css'
import { useAttributeWords } from '../person/useAttributeWords'

/** What is asked of everybody, before the organization's own attributes. */
const usual = ['givenName', 'familyName', 'email', 'title', 'department', 'orgUnit']

/** What people are known by, and what has a place of its own. */
const fixed = ['id', 'userName', 'active', 'groups', 'groups.display']

function AddDialog({ names, onClose }: { names: string[]; onClose: () => void }) {
  const { t } = useLingui()
  const { labels, label } = useAttributeWords()
  const { data } = useCommand('rules.vocabulary', {})
  const [directory, setDirectory] = useState(names[0] ?? '')
  const [user, setUser] = useState('')
  const [values, setValues] = useState<Record<string, string>>({})
  const computed = new Set(data?.attributes.filter((one) => one.expression).map((one) => one.name))
  const own = [...labels.keys()].filter(
    (name) => !usual.includes(name) && !fixed.includes(name) && !computed.has(name),
  )
  const adding = useCommandAction('people.add', {
    onSuccess: (added) => {
      toast({ text: t`${added.user} is added to ${added.directory}.` })
      onClose()
      navigate(hrefTo('people', [added.user], { directory: added.directory }))
    },
  })
  const name = user.trim()
  const add = () => {
    if (name === '') return
    const given = Object.entries(values).filter(([, value]) => value.trim() !== '')
    adding.mutate({ directory, user: name, values: Object.fromEntries(given) })
  }
  return (
    <Dialog
      title={t`Add a user`}
      size="large"
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button
            variant="primary"
            isDisabled={name === ''}
            isPending={adding.isPending}
            onPress={add}
          >
            <Trans>Add user</Trans>
          </Button>
        </>
      }
    >
      <form
        className={styles.stack}
        onSubmit={(event) => {
          event.preventDefault()
          add()
        }}
      >
        {names.length > 1 && (
          <Select
            label={t`Directory`}
            value={directory}
            onChange={setDirectory}
            options={names.map((one) => ({ value: one, label: one }))}
          />
        )}
        <TextField
          label={t`User name`}
          description={t`Nobody else in ${directory} may have it. It is often the address.`}
          autoFocus
          value={user}
          onChange={setUser}
          error={adding.error?.message}
        />
        <div className={styles.editFields}>
          {[...usual, ...own].map((attribute) => (
            <TextField
              key={attribute}
              label={label(attribute)}
              value={values[attribute] ?? ''}
              onChange={(value) => setValues({ ...values, [attribute]: value })}
            />
          ))}
        </div>
      </form>
    </Dialog>
  )
}

/** Adds a user to a directory without a source; where every directory has one, people are added there. */
export function AddUser({ directories }: { directories: readonly DirectoryItem[] }) {
  const { t } = useLingui()
  const [isOpen, setOpen] = useState(false)
  const names = directories.filter((one) => !one.synced).map((one) => one.name)
  if (names.length === 0) return null
  return (
    <>
      <Button icon={UserPlus} onPress={() => setOpen(true)}>
        {t`Add user`}
      </Button>
      {isOpen && <AddDialog names={names} onClose={() => setOpen(false)} />}
    </>
  )
}

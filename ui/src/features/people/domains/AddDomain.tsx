import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Button, Dialog, TextField } from '../../../components'
import { useCommandAction } from '../../../platform'
import styles from '../people.module.css'

/** Names a domain, whose proof is requested with that. */
export function AddDomain({ directory, onClose }: { directory: string; onClose: () => void }) {
  const { t } = useLingui()
  const [domain, setDomain] = useState('')
  const adding = useCommandAction('domains.add', { onSuccess: onClose })
  const name = domain.trim()
  const add = () => name !== '' && adding.mutate({ directory, domain: name })
  return (
    <Dialog
      title={t`Add a domain to ${directory}`}
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
            <Trans>Add domain</Trans>
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
        <TextField
          label={t`Domain`}
          placeholder="example.com"
          description={t`The part after the @ of the addresses. Subdomains are domains of their own.`}
          autoFocus
          value={domain}
          onChange={setDomain}
          error={adding.error?.message}
        />
        <p className={styles.soft}>
          <Trans>
            You then get a text to enter in DNS. From then on there are ten days to prove the
            domain.
          </Trans>
        </p>
      </form>
    </Dialog>
  )
}

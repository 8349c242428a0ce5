import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { toast } from '../../../app'
import { Button, Dialog, TextField } from '../../../components'
import { useCommand, useCommandAction } from '../../../platform'
import styles from '../people.module.css'

function ResolverDialog({ address, onClose }: { address: string; onClose: () => void }) {
  const { t } = useLingui()
  const [typed, setTyped] = useState(address)
  const choosing = useCommandAction('domains.set_resolver', {
    onSuccess: (chosen) => {
      toast({
        text: chosen.address
          ? t`Proofs are asked of ${chosen.address}.`
          : t`Proofs are asked of the system’s DNS server.`,
      })
      onClose()
    },
  })
  const choose = () => choosing.mutate({ address: typed.trim() === '' ? null : typed.trim() })
  return (
    <Dialog
      title={t`Which DNS server is asked`}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button variant="primary" isPending={choosing.isPending} onPress={choose}>
            <Trans>Save</Trans>
          </Button>
        </>
      }
    >
      <form
        className={styles.stack}
        onSubmit={(event) => {
          event.preventDefault()
          choose()
        }}
      >
        <TextField
          label={t`Address of the DNS server`}
          description={t`Empty: the system’s own. Another one helps where a company’s DNS hides what the world sees.`}
          placeholder="192.0.2.1:53"
          mono
          autoFocus
          value={typed}
          onChange={setTyped}
          error={choosing.error?.message}
        />
      </form>
    </Dialog>
  )
}

/** Says which DNS server is asked for the proofs of domains, and lets it be chosen. */
export function Resolver() {
  const { t } = useLingui()
  const [isOpen, setOpen] = useState(false)
  const { data } = useCommand('domains.resolver', {})
  if (!data) return null
  const { address } = data
  return (
    <p className={styles.resolver}>
      {address ? (
        <Trans>Proofs are asked of the DNS server {address}.</Trans>
      ) : (
        <Trans>Proofs are asked of the system’s DNS server.</Trans>
      )}
      <Button
        small
        variant="quiet"
        onPress={() => setOpen(true)}
        aria-label={t`Change… · DNS server`}
      >
        <Trans>Change…</Trans>
      </Button>
      {isOpen && <ResolverDialog address={address ?? ''} onClose={() => setOpen(false)} />}
    </p>
  )
}

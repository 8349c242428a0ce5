import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { toast } from '../../../app'
import { Button, CopyText, Dialog, StatusWord } from '../../../components'
import { Time } from '../../../i18n'
import { type DomainStanding, useCommandAction } from '../../../platform'
import styles from './domains.module.css'

const dayLong = 86_400_000

function State({ domain }: { domain: DomainStanding }) {
  const { t } = useLingui()
  if (domain.state === 'verified') return <StatusWord tone="ok">{t`Verified`}</StatusWord>
  if (domain.state === 'expired') return <StatusWord tone="bad">{t`Expired`}</StatusWord>
  return <StatusWord tone="warn">{t`Pending`}</StatusWord>
}

/** What DNS said when it was last asked. */
function Answer({ domain }: { domain: DomainStanding }) {
  const { lastCheckedAt, lastAnswer } = domain
  if (lastCheckedAt === null || lastAnswer === null) return null
  const at = <Time at={lastCheckedAt} />
  switch (lastAnswer) {
    case 'found':
      return <Trans>DNS had the record when it was asked at {at}.</Trans>
    case 'other_records':
      return <Trans>At {at} DNS had other TXT records, but not this one.</Trans>
    case 'no_record':
      return <Trans>At {at} DNS had no TXT record for the domain.</Trans>
    case 'no_domain':
      return <Trans>At {at} DNS did not know the domain. Check its spelling.</Trans>
    default:
      return <Trans>At {at} DNS gave no answer; that changes nothing.</Trans>
  }
}

function Words({ domain }: { domain: DomainStanding }) {
  const { state, byWord, verifiedAt, expiresAt } = domain
  if (byWord) return <Trans>Counts by an administrator’s word, without a proof.</Trans>
  if (state === 'verified') {
    return verifiedAt === null ? (
      <Trans>Proven.</Trans>
    ) : (
      <Trans>
        Proven on <Time at={verifiedAt} as="day" />. It stays so when DNS is silent.
      </Trans>
    )
  }
  if (state === 'expired') {
    return <Trans>It was not proven within ten days. Start again when DNS can be changed.</Trans>
  }
  const days = expiresAt === null ? 0 : Math.ceil((expiresAt - Date.now()) / dayLong)
  return (
    <Plural
      value={Math.max(0, days)}
      one="Enter this TXT record in DNS. # day left."
      other="Enter this TXT record in DNS. # days left."
    />
  )
}

function RemoveDialog({
  directory,
  domain,
  onClose,
}: {
  directory: string
  domain: DomainStanding
  onClose: () => void
}) {
  const { t } = useLingui()
  const removing = useCommandAction('domains.remove', { onSuccess: onClose })
  return (
    <Dialog
      title={t`Remove ${domain.name}?`}
      isOpen
      isAlert
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>
            <Trans>Keep it</Trans>
          </Button>
          <Button
            variant="danger"
            isPending={removing.isPending}
            onPress={() => removing.mutate({ directory, domain: domain.name })}
          >
            <Trans>Remove domain</Trans>
          </Button>
        </>
      }
    >
      <p>
        <Trans>
          Rules give nothing more to people with addresses in it; accounts they have stay as they
          are. To have it back, it is to be proven anew.
        </Trans>
      </p>
      {removing.error && <p role="alert">{removing.error.message}</p>}
    </Dialog>
  )
}

/** A domain: how it stands, the record that proves it, and what can be done. */
export function DomainRow({ directory, domain }: { directory: string; domain: DomainStanding }) {
  const { t } = useLingui()
  const [isRemoving, setRemoving] = useState(false)
  const onError = (error: { message: string }) => {
    toast({ tone: 'bad', text: error.message })
  }
  const checking = useCommandAction('domains.check', { onError })
  const restarting = useCommandAction('domains.restart', { onError })
  const request = { directory, domain: domain.name }
  const isOpen = !domain.byWord && domain.state === 'pending'
  return (
    <li className={styles.domain}>
      <div className={styles.head}>
        <b>{domain.name}</b>
        <State domain={domain} />
        <div className={styles.actions}>
          {!domain.byWord && domain.state !== 'expired' && (
            <Button
              small
              isPending={checking.isPending}
              onPress={() => checking.mutate(request)}
              aria-label={t`Check now · ${domain.name}`}
            >
              <Trans>Check now</Trans>
            </Button>
          )}
          {domain.state === 'expired' && (
            <Button
              small
              isPending={restarting.isPending}
              onPress={() => restarting.mutate(request)}
              aria-label={t`Start again · ${domain.name}`}
            >
              <Trans>Start again</Trans>
            </Button>
          )}
          <Button
            small
            variant="quiet"
            onPress={() => setRemoving(true)}
            aria-label={t`Remove… · ${domain.name}`}
          >
            <Trans>Remove…</Trans>
          </Button>
        </div>
      </div>
      <p className={styles.words}>
        <Words domain={domain} />
      </p>
      {isOpen && domain.record && <CopyText label={t`TXT record`} text={domain.record} />}
      {!domain.byWord && (
        <p className={styles.words} aria-live="polite">
          <Answer domain={domain} />
        </p>
      )}
      {isRemoving && (
        <RemoveDialog directory={directory} domain={domain} onClose={() => setRemoving(false)} />
      )}
    </li>
  )
}

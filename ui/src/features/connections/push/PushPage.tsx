import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { hrefTo, Page } from '../../../app'
import {
  Button,
  Card,
  CopyText,
  LinkButton,
  ReadError,
  Said,
  SkeletonRows,
} from '../../../components'
import { type PushEndpoint, useCommand } from '../../../platform'
import { QuarantineBanner } from '../QuarantineBanner'
import { AtProvider } from './AtProvider'
import { ListenDialog } from './ListenDialog'
import styles from './push.module.css'
import { Tokens } from './Tokens'

/** Whether other machines reach the endpoint, and what to do where they do not. */
function Reach({ endpoint }: { endpoint: PushEndpoint }) {
  const { listening, why, message, proxied } = endpoint
  if (listening) {
    return (
      <Said tone="ok">
        {proxied ? (
          <Trans>Calls are taken behind a proxy: give the provider the proxy’s address.</Trans>
        ) : (
          <Trans>Other machines can reach this address, as far as the network lets them.</Trans>
        )}
      </Said>
    )
  }
  switch (why) {
    case 'failed':
      return (
        <Said tone="bad">
          <Trans>It could not be begun to take calls: {message}</Trans>
        </Said>
      )
    case 'loopback':
      return (
        <Said tone="warn">
          <Trans>
            Only this machine can reach it. Let Rolecall listen to others with a certificate, run it
            headless on a server that the provider reaches (rolecallctl serve), or use the
            provider’s on-premises provisioning agent.
          </Trans>
        </Said>
      )
    default:
      return (
        <Said tone="warn">
          <Trans>
            Nothing is taken yet: this machine does not listen. The provider must be able to reach
            it. Run Rolecall headless on a server that the provider reaches (rolecallctl serve), use
            the provider’s on-premises provisioning agent, or choose a source that is read instead.
          </Trans>
        </Said>
      )
  }
}

function Endpoint({ endpoint }: { endpoint: PushEndpoint }) {
  const { t } = useLingui()
  const [isListening, setListening] = useState(false)
  const { urls, path, oktaRefuses } = endpoint
  return (
    <Card
      title={t`Endpoint`}
      aside={
        <Button small onPress={() => setListening(true)}>
          <Trans>Where it listens…</Trans>
        </Button>
      }
    >
      <div className={styles.form}>
        {urls.length === 0 ? (
          <p>
            <Trans>
              Behind the address of this machine: <code>{path}</code>
            </Trans>
          </p>
        ) : (
          urls.map((url) => (
            <div key={url}>
              <CopyText label={t`Address`} text={url} />
            </div>
          ))
        )}
        <Reach endpoint={endpoint} />
        {oktaRefuses && (
          <Said tone="warn">
            <Trans>Okta refuses addresses with a _ in them. Give the directory another name.</Trans>
          </Said>
        )}
      </div>
      {isListening && <ListenDialog onClose={() => setListening(false)} />}
    </Card>
  )
}

/** A directory that others write to: its address, its tokens, and what to enter at the provider. */
export function PushPage({ directory }: { directory: string }) {
  const { t } = useLingui()
  const endpoint = useCommand('push.endpoint', { directory })
  const { data: quarantine } = useCommand('quarantine.list', {})
  const { data, error } = endpoint
  const standing = quarantine?.items.find(
    (item) => item.direction === 'push' && item.connection === directory,
  )
  return (
    <Page
      title={t`SCIM push to ${directory}`}
      back={{ href: hrefTo('connections'), label: t`Connections` }}
      actions={
        <LinkButton href={hrefTo('connections', ['directory', directory, 'calls'])}>
          <Trans>Calls received</Trans>
        </LinkButton>
      }
    >
      {standing && <QuarantineBanner item={standing} />}
      {error && !data && <ReadError error={error} onRetry={() => endpoint.refetch()} />}
      {!data && !error && <SkeletonRows rows={6} />}
      {data && (
        <div className={styles.columns}>
          <div>
            <Endpoint endpoint={data} />
            <Tokens directory={directory} />
          </div>
          <div>
            <AtProvider url={data.urls[0] ?? data.path} />
          </div>
        </div>
      )}
    </Page>
  )
}

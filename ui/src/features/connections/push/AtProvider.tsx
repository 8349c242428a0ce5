import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Card, CopyText, Said, Select } from '../../../components'
import styles from './push.module.css'

type Provider = 'entra' | 'okta' | 'onelogin' | 'google'

function Entra({ url }: { url: string }) {
  return (
    <ol className={styles.numbered}>
      <li>
        <Trans>In Entra, open the enterprise application, then Provisioning, mode Automatic.</Trans>
      </li>
      <li>
        <Trans>
          Tenant URL: the endpoint. With this ending Entra writes as the standard says; both ways
          are understood:
        </Trans>
        <div>
          <CopyText label="Tenant URL" text={`${url}?aadOptscim062020`} />
        </div>
      </li>
      <li>
        <Trans>Secret token: the token made here. Then Test Connection.</Trans>
      </li>
      <li>
        <Trans>
          Assign people and groups, and start provisioning. Entra writes about every 40 minutes;
          groups within groups are not read by it.
        </Trans>
      </li>
    </ol>
  )
}

function Okta({ url }: { url: string }) {
  return (
    <ol className={styles.numbered}>
      <li>
        <Trans>In Okta, open the application that provisions by SCIM 2.0, then Provisioning.</Trans>
      </li>
      <li>
        <Trans>Base URL: the endpoint. It must not contain a _.</Trans>
        <div>
          <CopyText label="Base URL" text={url} />
        </div>
      </li>
      <li>
        <Trans>Unique identifier: userName. Authentication: HTTP header, with the token.</Trans>
      </li>
      <li>
        <Trans>
          Switch on creating, updating and deactivating users, and Push Groups for the groups that
          rules name. Suspending somebody in Okta sends nothing; deactivating does.
        </Trans>
      </li>
    </ol>
  )
}

function OneLogin({ url }: { url: string }) {
  return (
    <ol className={styles.numbered}>
      <li>
        <Trans>
          In OneLogin, add the application SCIM Provisioner with SAML (SCIM v2 Enterprise).
        </Trans>
      </li>
      <li>
        <Trans>SCIM Base URL: the endpoint. SCIM Bearer Token: the token.</Trans>
        <div>
          <CopyText label="SCIM Base URL" text={url} />
        </div>
      </li>
      <li>
        <Trans>
          Under Provisioning, choose whether creating, updating and deleting need approval, and
          Suspend as the action on delete. For groups, tick Include in User Provisioning.
        </Trans>
      </li>
    </ol>
  )
}

function Google() {
  return (
    <Said tone="warn">
      <Trans>
        Google provisions only to applications of its own catalogue and documents no target of one’s
        own choice. For a Google organization choose the source Google Workspace, which reads its
        Directory API; nothing has to reach this machine then.
      </Trans>
    </Said>
  )
}

/** What to enter at each provider, step by step. */
export function AtProvider({ url }: { url: string }) {
  const { t } = useLingui()
  const [provider, setProvider] = useState<Provider>('entra')
  return (
    <Card title={t`At the provider`}>
      <div className={styles.form}>
        <Select
          label={t`Provider`}
          hideLabel
          value={provider}
          onChange={setProvider}
          options={[
            { value: 'entra', label: 'Microsoft Entra ID' },
            { value: 'okta', label: 'Okta' },
            { value: 'onelogin', label: 'OneLogin' },
            { value: 'google', label: 'Google Workspace' },
          ]}
        />
        {provider === 'entra' && <Entra url={url} />}
        {provider === 'okta' && <Okta url={url} />}
        {provider === 'onelogin' && <OneLogin url={url} />}
        {provider === 'google' && <Google />}
      </div>
    </Card>
  )
}

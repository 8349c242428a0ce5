import { Trans } from '@lingui/react/macro'
import { CopyText } from '../../../components'
import styles from './setup.module.css'
import type { Setup } from './useSetup'

const google = {
  users: 'https://www.googleapis.com/auth/admin.directory.user.readonly',
  groups: 'https://www.googleapis.com/auth/admin.directory.group.readonly',
}

function Entra() {
  return (
    <ol className={styles.numbered}>
      <li>
        <Trans>In the Microsoft Entra admin center, register an application for Rolecall.</Trans>
      </li>
      <li>
        <Trans>
          Give it these application permissions of Microsoft Graph, and grant admin consent:
        </Trans>
        <div>
          <CopyText label="User.Read.All" text="User.Read.All" />
        </div>
        <div>
          <CopyText label="GroupMember.Read.All" text="GroupMember.Read.All" />
        </div>
      </li>
      <li>
        <Trans>Make a client secret for it, or add a certificate.</Trans>
      </li>
      <li>
        <Trans>Note the tenant’s id or domain and the application’s id: they are asked next.</Trans>
      </li>
    </ol>
  )
}

function Google() {
  return (
    <ol className={styles.numbered}>
      <li>
        <Trans>
          In Google Cloud, make a service account for Rolecall, switch the Admin SDK API on in its
          project, and download a key file (JSON).
        </Trans>
      </li>
      <li>
        <Trans>
          In the Google Admin console, under Domain-wide delegation, let the service account’s
          client have these scopes, and no others:
        </Trans>
        <div>
          <CopyText label="admin.directory.user.readonly" text={google.users} />
        </div>
        <div>
          <CopyText label="admin.directory.group.readonly" text={google.groups} />
        </div>
      </li>
      <li>
        <Trans>
          Choose an administrator who may read users and groups: the service account asks on their
          behalf.
        </Trans>
      </li>
    </ol>
  )
}

function Okta() {
  return (
    <ol className={styles.numbered}>
      <li>
        <Trans>
          In the Okta Admin Console, make an API token with a read-only administrator; or an
          application that signs in with a private key and has these scopes:
        </Trans>
        <div>
          <CopyText label="okta.users.read" text="okta.users.read" />
        </div>
        <div>
          <CopyText label="okta.groups.read" text="okta.groups.read" />
        </div>
      </li>
      <li>
        <Trans>Note the address of your organization; it is asked next.</Trans>
      </li>
    </ol>
  )
}

function Scim() {
  return (
    <ol className={styles.numbered}>
      <li>
        <Trans>At the provider, find the address of its SCIM 2.0 service.</Trans>
      </li>
      <li>
        <Trans>Make a token that may read users and groups. Rolecall writes nothing to it.</Trans>
      </li>
    </ol>
  )
}

/** What is to be granted at the provider and where, least rights first. */
export function RightsStep({ setup }: { setup: Setup }) {
  switch (setup.source.kind) {
    case 'entra':
      return <Entra />
    case 'google':
      return <Google />
    case 'okta':
      return <Okta />
    default:
      return <Scim />
  }
}

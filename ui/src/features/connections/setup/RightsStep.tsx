import { Trans } from '@lingui/react/macro'
import { CopyText } from '../../../components'
import styles from './setup.module.css'
import type { Setup } from './useSetup'

const google = {
  users: 'https://www.googleapis.com/auth/admin.directory.user.readonly',
  groups: 'https://www.googleapis.com/auth/admin.directory.group.readonly',
  audit: 'https://www.googleapis.com/auth/admin.reports.audit.readonly',
}

/** Where that is done, in the provider’s own words. */
function Where({ path }: { path: readonly string[] }) {
  return (
    <div className={styles.where} lang="en">
      {path.join(' › ')}
    </div>
  )
}

function Entra() {
  return (
    <ol className={styles.numbered}>
      <li>
        <Trans>In the Microsoft Entra admin center, register an application for Rolecall.</Trans>
        <Where
          path={['entra.microsoft.com', 'Applications', 'App registrations', 'New registration']}
        />
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
        <Where
          path={[
            'API permissions',
            'Add a permission',
            'Microsoft Graph',
            'Application permissions',
            'Grant admin consent',
          ]}
        />
      </li>
      <li>
        <Trans>Make a client secret for it, or add a certificate.</Trans>
        <Where path={['Certificates & secrets', 'New client secret']} />
      </li>
      <li>
        <Trans>Note the tenant’s id or domain and the application’s id: they are asked next.</Trans>
        <Where path={['Overview', 'Application (client) ID', 'Directory (tenant) ID']} />
      </li>
      <li>
        <Trans>
          Instead of a secret, you may sign in yourself: give the application the redirect address
          http://localhost and the same two permissions as delegated ones.
        </Trans>
        <Where path={['Authentication', 'Add a platform', 'Mobile and desktop applications']} />
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
        <Where
          path={['console.cloud.google.com', 'IAM & Admin', 'Service Accounts', 'Keys', 'Add key']}
        />
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
        <Where
          path={[
            'admin.google.com',
            'Security',
            'Access and data control',
            'API controls',
            'Manage domain-wide delegation',
            'Add new',
          ]}
        />
      </li>
      <li>
        <Trans>
          Choose an administrator who may read users and groups: the service account asks on their
          behalf.
        </Trans>
        <Where
          path={['Account', 'Admin roles', 'Create new role', 'Users › Read, Groups › Read']}
        />
      </li>
      <li>
        <Trans>
          If you want, let the client have one more scope, and the administrator read reports. Then
          Rolecall reads what administrators changed, and between full readings only those people
          and groups. Without it everybody is listed each time.
        </Trans>
        <div>
          <CopyText label="admin.reports.audit.readonly" text={google.audit} />
        </div>
        <Where path={['Account', 'Admin roles', 'Rolecall reader', 'Privileges', 'Reports']} />
      </li>
      <li>
        <Trans>
          Instead of a service account, you may sign in yourself: make an OAuth client of the type
          Desktop app in the project and download its file (JSON).
        </Trans>
        <Where path={['APIs & Services', 'Credentials', 'Create credentials', 'OAuth client ID']} />
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
        <Where path={['Security', 'API', 'Tokens', 'Create token']} />
        <Where
          path={['Applications', 'Create App Integration', 'API Services', 'Okta API Scopes']}
        />
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

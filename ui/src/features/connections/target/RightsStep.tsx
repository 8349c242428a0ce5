import { Trans } from '@lingui/react/macro'
import { CopyText } from '../../../components'
import styles from '../setup/setup.module.css'

function Adobe() {
  return (
    <ol className={styles.numbered}>
      <li>
        <Trans>
          As a system administrator, make a project in the Adobe Developer Console and add the User
          Management API to it.
        </Trans>
      </li>
      <li>
        <Trans>Choose OAuth server-to-server as its credential. It carries these scopes:</Trans>
        <div>
          <CopyText
            label="openid, AdobeID, user_management_sdk"
            text="openid,AdobeID,user_management_sdk"
          />
        </div>
      </li>
      <li>
        <Trans>
          Note the organization (it ends in @AdobeOrg), the client id and the client secret: they
          are asked next.
        </Trans>
      </li>
      <li>
        <Trans>
          Adobe takes no users this way while Entra or Google sync runs in its console; end that
          first.
        </Trans>
      </li>
    </ol>
  )
}

function Goto() {
  return (
    <ol className={styles.numbered}>
      <li>
        <Trans>In the GoTo developer console, make an OAuth client for Rolecall.</Trans>
      </li>
      <li>
        <Trans>Let it have the scope that manages users across products:</Trans>
        <div>
          <CopyText label="identity:" text="identity:" />
        </div>
      </li>
      <li>
        <Trans>
          Let a super admin of the account grant it: whoever is no administrator is answered that
          the credential is not accepted.
        </Trans>
      </li>
      <li>
        <Trans>
          Note the account’s key, the client id and the client secret: they are asked next.
        </Trans>
      </li>
    </ol>
  )
}

function Scim() {
  return (
    <ol className={styles.numbered}>
      <li>
        <Trans>In the console, find where provisioning by SCIM 2.0 is set up.</Trans>
      </li>
      <li>
        <Trans>
          Make a token that may read and write users and groups, or a client id and secret that
          fetch one.
        </Trans>
      </li>
      <li>
        <Trans>Note the base address. It mostly ends in /scim/v2.</Trans>
      </li>
    </ol>
  )
}

/** What is to be granted at the console and where, least rights first. */
export function RightsStep({ kind }: { kind: string }) {
  if (kind === 'umapi') return <Adobe />
  return kind === 'goto' ? <Goto /> : <Scim />
}

import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Checkbox, Said, Select, TextField } from '../../../components'
import { chooseFile } from '../../../platform'
import { orNull } from '../setup/settings'
import styles from '../setup/setup.module.css'
import { Trial } from './Trial'
import type { TargetSetup } from './useTargetSetup'

function File({ setup }: { setup: TargetSetup }) {
  const { t } = useLingui()
  const { settings, change } = setup
  const choose = async () => {
    const path = await chooseFile?.()
    if (path) change({ accounts: path })
  }
  return (
    <div className={styles.line}>
      <TextField
        label={t`Accounts file`}
        description={t`The path of a CSV file on this machine. It need not exist yet; Rolecall writes it.`}
        placeholder="/srv/rolecall/accounts.csv"
        mono
        value={settings.accounts}
        onChange={(accounts) => change({ accounts })}
      />
      {chooseFile && (
        <Button onPress={choose}>
          <Trans>Choose…</Trans>
        </Button>
      )}
    </div>
  )
}

function Adobe({ setup }: { setup: TargetSetup }) {
  const { t } = useLingui()
  const { settings, change } = setup
  return (
    <>
      <TextField
        label={t`Organization`}
        placeholder="0123456789ABCDEF@AdobeOrg"
        mono
        value={settings.orgId}
        onChange={(orgId) => change({ orgId })}
      />
      <Select
        label={t`Accounts are made as`}
        value={settings.identity ?? 'federatedID'}
        onChange={(identity) => change({ identity })}
        options={[
          { value: 'federatedID', label: t`Federated ID: your own sign-in` },
          { value: 'enterpriseID', label: t`Enterprise ID: kept by Adobe for you` },
          { value: 'adobeID', label: t`Adobe ID: the person’s own` },
        ]}
      />
    </>
  )
}

function Fields({ setup }: { setup: TargetSetup }) {
  const { t } = useLingui()
  const { settings, change } = setup
  const client = (
    <TextField
      label={t`Client id`}
      description={settings.kind === 'scim' ? t`Only where tokens are fetched.` : undefined}
      value={settings.clientId ?? ''}
      onChange={(id) => change({ clientId: orNull(id) })}
    />
  )
  if (settings.kind === 'csv') return <File setup={setup} />
  if (settings.kind === 'umapi') {
    return (
      <div className={styles.two}>
        <Adobe setup={setup} />
        {client}
      </div>
    )
  }
  if (settings.kind === 'goto') {
    return (
      <>
        <div className={styles.two}>
          <TextField
            label={t`Account key`}
            placeholder="1234567890123456789"
            mono
            value={settings.accountKey}
            onChange={(accountKey) => change({ accountKey })}
          />
          {client}
        </div>
        <Checkbox
          label={t`New people get an invitation mail from GoTo`}
          isSelected={settings.invite}
          onChange={(invite) => change({ invite })}
        />
      </>
    )
  }
  return (
    <>
      <TextField
        label={t`Address`}
        placeholder="https://console.example/scim/v2"
        mono
        value={settings.url ?? ''}
        onChange={(url) => change({ url: orNull(url) })}
      />
      <div className={styles.two}>
        {client}
        <TextField
          label={t`Token address`}
          description={t`Only where tokens are fetched.`}
          placeholder="https://console.example/oauth2/token"
          mono
          value={settings.tokenUrl ?? ''}
          onChange={(url) => change({ tokenUrl: orNull(url) })}
        />
      </div>
    </>
  )
}

function Secret({ setup }: { setup: TargetSetup }) {
  const { t } = useLingui()
  const { settings, secret, setSecret, hasKept } = setup
  if (settings.kind === 'csv') return null
  const isToken = settings.kind === 'scim' && (settings.clientId ?? '') === ''
  return (
    <TextField
      label={isToken ? t`Token` : t`Client secret`}
      type="password"
      description={
        hasKept && secret === ''
          ? t`One is kept already; leave this empty to go on using it.`
          : t`It goes where secrets are kept and is never shown again.`
      }
      value={secret}
      onChange={setSecret}
    />
  )
}

/** Where the console is and the credential for it, really tried out: nothing is changed there. */
export function AccessStep({ setup }: { setup: TargetSetup }) {
  const { settings, trial, trialError } = setup
  return (
    <div className={styles.form}>
      <Fields setup={setup} />
      <Secret setup={setup} />
      <div>
        <Button
          isPending={setup.isTrying}
          isDisabled={!setup.isReady('access')}
          onPress={setup.tryOut}
        >
          <Trans>Try it out</Trans>
        </Button>
      </div>
      <div aria-live="polite" className={styles.form}>
        {trialError && <Said tone="bad">{trialError.message}</Said>}
        {trial && !trialError && <Trial trial={trial} kind={settings.kind} />}
      </div>
    </div>
  )
}

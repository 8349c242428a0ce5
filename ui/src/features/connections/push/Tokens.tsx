import { Trans, useLingui } from '@lingui/react/macro'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import {
  Button,
  Card,
  CopyText,
  Dialog,
  ReadError,
  RowItem,
  Rows,
  Said,
  SkeletonRows,
  TextField,
} from '../../../components'
import { Time } from '../../../i18n'
import { type TokenItem, useCommand, useCommandAction } from '../../../platform'
import styles from './push.module.css'

/** Makes a token, and shows it this once. */
function MakeToken({ directory, onClose }: { directory: string; onClose: () => void }) {
  const { t } = useLingui()
  const [name, setName] = useState('')
  const making = useCommandAction('tokens.create', { refresh: ['tokens.list', 'activity.list'] })
  const make = () => making.mutate({ directory, name: name.trim() || null })
  const made = making.data
  return (
    <Dialog
      title={made ? t`The token` : t`Make a token`}
      isOpen
      isAlert={made !== undefined}
      onClose={onClose}
      footer={
        made ? (
          <Button variant="primary" onPress={onClose}>
            <Trans>I have copied it</Trans>
          </Button>
        ) : (
          <>
            <Button onPress={onClose}>
              <Trans>Cancel</Trans>
            </Button>
            <Button variant="primary" isPending={making.isPending} onPress={make}>
              <Trans>Make token</Trans>
            </Button>
          </>
        )
      }
    >
      {made ? (
        <div className={styles.form}>
          <CopyText label={t`Token`} text={made.token} />
          <Said tone="warn">
            <Trans>It is shown this once. Enter it at the provider now.</Trans>
          </Said>
        </div>
      ) : (
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault()
            make()
          }}
        >
          <TextField
            label={t`What it is for`}
            placeholder="Okta"
            autoFocus
            value={name}
            onChange={setName}
            description={t`Its name stands in the log of calls and in Activity.`}
            error={making.error?.message}
          />
          <p className={styles.soft}>
            <Trans>
              Two may be valid at once: make the new one, enter it at the provider, then revoke the
              old one.
            </Trans>
          </p>
        </form>
      )}
    </Dialog>
  )
}

function RevokeToken({ token, onClose }: { token: TokenItem; onClose: () => void }) {
  const { t } = useLingui()
  const revoking = useCommandAction('tokens.revoke', {
    refresh: ['tokens.list', 'activity.list'],
    onSuccess: onClose,
  })
  return (
    <Dialog
      title={t`Revoke ${token.name}?`}
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
            isPending={revoking.isPending}
            onPress={() => revoking.mutate({ id: token.id })}
          >
            <Trans>Revoke token</Trans>
          </Button>
        </>
      }
    >
      <p>
        <Trans>Whoever uses it is refused from now on. It cannot be made valid again.</Trans>
      </p>
      {revoking.error && <Said tone="bad">{revoking.error.message}</Said>}
    </Dialog>
  )
}

/** The tokens by which others write to a directory. */
export function Tokens({ directory }: { directory: string }) {
  const { t } = useLingui()
  const [isMaking, setMaking] = useState(false)
  const [revoked, setRevoked] = useState<TokenItem | null>(null)
  const tokens = useCommand('tokens.list', {})
  const { data, error } = tokens
  const mine = data?.items.filter((token) => token.directory === directory) ?? []
  return (
    <Card
      title={t`Tokens`}
      aside={
        <Button small icon={KeyRound} isDisabled={mine.length > 1} onPress={() => setMaking(true)}>
          <Trans>Make a token…</Trans>
        </Button>
      }
      flush
    >
      {error && !data && <ReadError error={error} onRetry={() => tokens.refetch()} />}
      {!data && !error && <SkeletonRows rows={2} height={34} />}
      {data && mine.length === 0 && (
        <p className={styles.pad}>
          <Trans>No token yet. The provider needs one to be let in.</Trans>
        </p>
      )}
      {mine.length > 0 && (
        <Rows label={t`Tokens`}>
          {mine.map((token) => (
            <RowItem
              key={token.id}
              note={
                <>
                  <Trans>
                    made by {token.who}, <Time at={token.created} />
                  </Trans>
                  {' · '}
                  {token.used === null ? (
                    <Trans>never used</Trans>
                  ) : (
                    <Trans>
                      last used <Time at={token.used} />
                    </Trans>
                  )}
                </>
              }
              end={
                <Button
                  small
                  variant="quiet"
                  aria-label={t`Revoke… · ${token.name}`}
                  onPress={() => setRevoked(token)}
                >
                  <Trans>Revoke…</Trans>
                </Button>
              }
            >
              {token.name}
            </RowItem>
          ))}
        </Rows>
      )}
      {isMaking && <MakeToken directory={directory} onClose={() => setMaking(false)} />}
      {revoked && <RevokeToken token={revoked} onClose={() => setRevoked(null)} />}
    </Card>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect } from 'react'
import { Link } from 'react-aria-components'
import { Button, CopyText, Said, TextArea } from '../../../components'
import { useEngineWords } from '../../../i18n'
import { type SignInState, useCommand, useCommandAction } from '../../../platform'
import styles from './setup.module.css'
import type { Setup } from './useSetup'

const pause = 1_000

/** How the sign-in stands, and what to do. */
function Standing({ state, onCancel }: { state: SignInState; onCancel: () => void }) {
  const said = useEngineWords()
  switch (state.state) {
    case 'waiting':
      return (
        <div className={styles.form}>
          <p className={styles.soft}>
            {state.opened ? (
              <Trans>Sign in in the browser window that was opened. This page waits for it.</Trans>
            ) : (
              <Trans>
                Open this address in a browser of the machine that Rolecall runs on. This page waits
                for it.
              </Trans>
            )}
          </p>
          {state.url && (
            <div>
              {!state.opened && (
                <Link href={state.url} target="_blank" rel="noreferrer">
                  <Trans>Open it in a new tab</Trans>
                </Link>
              )}
              <CopyText label={state.url} text={state.url} />
            </div>
          )}
          <div>
            <Button onPress={onCancel}>
              <Trans>Cancel sign-in</Trans>
            </Button>
          </div>
        </div>
      )
    case 'done':
      return (
        <Said tone="ok">
          <Trans>You are signed in. What that brought is kept where secrets are kept.</Trans>
        </Said>
      )
    case 'failed':
      return <Said tone="bad">{said(state.error ?? '')}</Said>
    case 'cancelled':
      return (
        <p className={styles.soft}>
          <Trans>The sign-in was cancelled.</Trans>
        </p>
      )
    default:
      return null
  }
}

/** Signs in by the system’s browser: begun here, ended there, seen here. */
export function SignIn({ setup }: { setup: Setup }) {
  const { t } = useLingui()
  const { source, secret, setSecret, hasSecret, directory, signedIn } = setup
  const isGoogle = source.kind === 'google'
  const standing = useCommand(
    'sign_in.get',
    { directory },
    { refetchInterval: ({ state }) => (state.data?.state === 'waiting' ? pause : false) },
  )
  const begin = useCommandAction('sign_in.begin', {
    refresh: [],
    onSuccess: (state, _, client) => client.setQueryData(['sign_in.get', { directory }], state),
  })
  const cancel = useCommandAction('sign_in.cancel', {
    refresh: [],
    onSuccess: (state, _, client) => client.setQueryData(['sign_in.get', { directory }], state),
  })
  const state = standing.data
  const isDone = state?.state === 'done'
  const needsClient = isGoogle && secret === '' && !hasSecret && !isDone
  useEffect(() => {
    if (isDone) signedIn()
  }, [isDone, signedIn])
  return (
    <div className={styles.form}>
      {isGoogle && (
        <TextArea
          label={t`File of the OAuth client (JSON)`}
          description={
            hasSecret || isDone
              ? t`One is kept already; leave this empty to go on using it.`
              : t`Of a client of the type Desktop app. Paste all of it; it is never shown again.`
          }
          mono
          rows={4}
          value={secret}
          onChange={setSecret}
        />
      )}
      {state?.state !== 'waiting' && (
        <div>
          <Button
            isPending={begin.isPending}
            isDisabled={needsClient}
            onPress={() =>
              begin.mutate({ directory, source, client: secret === '' ? null : secret, port: null })
            }
          >
            {hasSecret || isDone ? <Trans>Sign in again</Trans> : <Trans>Sign in</Trans>}
          </Button>
        </div>
      )}
      <div aria-live="polite">
        {begin.error && <Said tone="bad">{begin.error.message}</Said>}
        {!begin.error && state && (
          <Standing state={state} onCancel={() => cancel.mutate({ directory })} />
        )}
      </div>
    </div>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { Time, useEngineWords, useFormat } from '../../i18n'
import type { QuarantineItem } from '../../platform'

/** How a connection in quarantine stands, as a heading: "console is in quarantine". */
export function useQuarantineTitle() {
  const { t } = useLingui()
  return ({ connection, direction, state }: QuarantineItem): string => {
    if (direction === 'push') {
      return state === 'off'
        ? t`Pushes to ${connection} are switched off`
        : t`Pushes to ${connection} are in quarantine`
    }
    switch (state) {
      case 'off':
        return t`${connection} is switched off`
      case 'trial':
        return t`${connection} is tried again with the next run`
      default:
        return t`${connection} is in quarantine`
    }
  }
}

/** Why a connection stands still, since when, when it is tried next, and where else to look. */
export function QuarantineWords({ item }: { item: QuarantineItem }) {
  const said = useEngineWords()
  const { number, percent } = useFormat()
  const { reason, failed, requests, direction, sample } = item
  const [bad, all] = [number(failed), number(requests)]
  const share = percent(requests > 0 ? failed / requests : 1)
  return (
    <>
      {reason === 'credential_rejected' ? (
        <Trans>The credential is not accepted.</Trans>
      ) : (
        <Trans>
          {bad} of {all} requests failed, {share}.
        </Trans>
      )}{' '}
      <Next item={item} />
      {sample !== '' && <p>“{said(sample)}”</p>}
      <p>
        {direction === 'push' ? (
          <Trans>Your provider may have paused its side too. Look there as well.</Trans>
        ) : (
          <Trans>The other side may have paused too. Look in its console as well.</Trans>
        )}
      </p>
    </>
  )
}

function Next({ item }: { item: QuarantineItem }) {
  const { since, nextAt, state, direction } = item
  const begun = <Time at={since} />
  if (state === 'off') {
    return direction === 'push' ? (
      <Trans>It failed for 28 days, from {begun}, so nothing is taken until you lift this.</Trans>
    ) : (
      <Trans>It failed for 28 days, from {begun}, so nothing is sent until you lift this.</Trans>
    )
  }
  if (state === 'trial') {
    return (
      <Trans>
        Left alone since {begun}. The next run sends a few requests to see whether it works again.
      </Trans>
    )
  }
  if (nextAt === null)
    return <Trans>Left alone since {begun}, until you try it or lift this.</Trans>
  const when = <Time at={nextAt} />
  return (
    <Trans>
      Left alone since {begun}. Next attempt: {when}.
    </Trans>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { Time, useFormat } from '../../i18n'
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
        return t`${connection} is being tried again`
      default:
        return t`${connection} is in quarantine`
    }
  }
}

/** Why a connection stands still, when it is tried next, and where else to look. */
export function QuarantineWords({ item }: { item: QuarantineItem }) {
  const { number, percent } = useFormat()
  const { reason, failed, requests, since, nextAt, state, direction, sample } = item
  const [bad, all] = [number(failed), number(requests)]
  const share = percent(requests > 0 ? failed / requests : 1)
  const begun = <Time at={since} />
  return (
    <>
      {reason === 'credential_rejected' ? (
        <Trans>The credential is not accepted ({begun}).</Trans>
      ) : (
        <Trans>
          {bad} of {all} requests failed, {share} ({begun}).
        </Trans>
      )}{' '}
      <Next {...{ state, nextAt, direction }} />
      {sample !== '' && <p>“{sample}”</p>}
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

function Next({
  state,
  nextAt,
  direction,
}: Pick<QuarantineItem, 'state' | 'nextAt' | 'direction'>) {
  const isPush = direction === 'push'
  if (state === 'off') {
    return isPush ? (
      <Trans>It failed for 28 days, so nothing is taken any more until you lift this.</Trans>
    ) : (
      <Trans>It failed for 28 days, so nothing is sent any more until you lift this.</Trans>
    )
  }
  if (state === 'trial') {
    return <Trans>A few requests go through to see whether it works again.</Trans>
  }
  const when = nextAt === null ? null : <Time at={nextAt} />
  if (when === null) {
    return isPush ? (
      <Trans>Nothing is taken until you try it or lift this.</Trans>
    ) : (
      <Trans>Nothing is sent until you try it or lift this.</Trans>
    )
  }
  return isPush ? (
    <Trans>Nothing is taken until the next attempt: {when}.</Trans>
  ) : (
    <Trans>Nothing is sent until the next attempt: {when}.</Trans>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { hrefTo, useRoute } from '../../app'
import { Banner, Button, LinkButton } from '../../components'
import type { QuarantineItem } from '../../platform'
import { QuarantineWords, useQuarantineTitle } from './quarantineWords'
import { useQuarantine } from './useStandstill'

/** A connection that is left alone because it failed too often: why, until when, *Try now* and *Lift*. */
export function QuarantineBanner({ item }: { item: QuarantineItem }) {
  const { t } = useLingui()
  const title = useQuarantineTitle()
  const { trying, lifting } = useQuarantine()
  const isHere = useRoute()?.screen === 'connections'
  const { connection, direction, reason } = item
  return (
    <Banner
      tone="bad"
      title={title(item)}
      actions={
        <>
          {reason === 'credential_rejected' && !isHere && (
            <LinkButton href={hrefTo('connections')}>
              <Trans>Replace the secret…</Trans>
            </LinkButton>
          )}
          <Button
            isPending={trying.isPending}
            aria-label={t`Try now · ${connection}`}
            onPress={() => trying.mutate({ connection, direction })}
          >
            <Trans>Try now</Trans>
          </Button>
          <Button
            isPending={lifting.isPending}
            aria-label={t`Lift the quarantine of ${connection}`}
            onPress={() => lifting.mutate({ connection, direction })}
          >
            <Trans>Lift</Trans>
          </Button>
        </>
      }
    >
      <QuarantineWords item={item} />
    </Banner>
  )
}

import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { hrefTo } from '../../app'
import { Banner, Button, LinkButton, useCauseWords } from '../../components'
import { useEngineWords } from '../../i18n'
import type { Banner as Facts } from '../../platform'
import { useCommandAction } from '../../platform'
import { type Asked, AskedDialog } from '../failures/AskedDialog'
import { sayFailure, useRetry } from '../failures/useRetry'

/** One cause of failure in one target: how many, what to do, and the ways on that the engine offers. */
export function FailureBanner({ banner }: { banner: Facts }) {
  const { t } = useLingui()
  const causes = useCauseWords()
  const said = useEngineWords()
  const [asks, setAsks] = useState<Asked | null>(null)
  const { cause, target, people, actions } = banner
  const retrying = useRetry()
  const dismissing = useCommandAction('failures.dismiss', {
    refresh: ['overview.get'],
    onError: sayFailure,
  })
  const offers = (action: string) => actions.includes(action)
  return (
    <>
      <Banner
        tone="bad"
        title={
          <>
            {causes.title(banner)}
            {people > 0 && (
              <>
                {' '}
                · <Plural value={people} one="# person" other="# people" />
              </>
            )}
          </>
        }
        onDismiss={offers('dismiss') ? () => dismissing.mutate({ cause, target }) : undefined}
        actions={
          <>
            {offers('details') && (
              <LinkButton href={hrefTo('overview', ['failures', target, cause])}>
                <Trans>Details</Trans>
              </LinkButton>
            )}
            {offers('adopt') && (
              <Button onPress={() => setAsks('adopt')}>
                <Trans>Adopt…</Trans>
              </Button>
            )}
            {offers('reactivate') && (
              <Button onPress={() => setAsks('reactivate')}>
                <Trans>Reactivate…</Trans>
              </Button>
            )}
            {offers('buy_seats') && (
              <Button onPress={() => setAsks('buy')}>
                <Trans>Buy seats…</Trans>
              </Button>
            )}
            {offers('retry') && (
              <Button
                isPending={retrying.isPending}
                onPress={() => retrying.mutate({ cause, target, users: [] })}
              >
                {t`Retry sync`}
              </Button>
            )}
          </>
        }
      >
        {causes.remedy(banner)}
        {people === 0 && banner.sample !== '' && <p>“{said(banner.sample)}”</p>}
      </Banner>
      <AskedDialog asked={asks} banner={banner} users={[]} onClose={() => setAsks(null)} />
    </>
  )
}

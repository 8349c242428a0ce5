import { Trans, useLingui } from '@lingui/react/macro'
import { hrefTo } from '../../app'
import { Banner, LinkButton } from '../../components'
import { Time } from '../../i18n'
import type { Renewal } from '../../platform'

/** Reminds of a target's secret that is older than one wants it to be. */
export function RenewalBanner({ renewal }: { renewal: Renewal }) {
  const { t } = useLingui()
  const { target, setAt } = renewal
  return (
    <Banner
      tone="warn"
      title={t`The secret of ${target} is to be renewed`}
      actions={
        <LinkButton href={hrefTo('connections')}>
          <Trans>Open Connections</Trans>
        </LinkButton>
      }
    >
      <Trans>
        It was set <Time at={setAt} as="relative" />. It still works; a new one keeps an old copy
        from being used.
      </Trans>
    </Banner>
  )
}

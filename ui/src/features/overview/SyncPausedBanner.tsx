import { Trans, useLingui } from '@lingui/react/macro'
import { toast } from '../../app'
import { Banner, Button } from '../../components'
import { Time } from '../../i18n'
import { useCommandAction } from '../../platform'

/** No run starts by itself for a while, and *Resume*. */
export function SyncPausedBanner({ until }: { until: number }) {
  const { t } = useLingui()
  const pausing = useCommandAction('sync.pause', {
    refresh: ['overview.get'],
    onError: (error) => toast({ tone: 'bad', text: error.message }),
  })
  return (
    <Banner
      tone="warn"
      title={t`User sync is paused`}
      actions={
        <Button isPending={pausing.isPending} onPress={() => pausing.mutate({ until: null })}>
          <Trans>Resume</Trans>
        </Button>
      }
    >
      <Trans>
        No run starts by itself until <Time at={until} />. Runs by hand still do.
      </Trans>
    </Banner>
  )
}

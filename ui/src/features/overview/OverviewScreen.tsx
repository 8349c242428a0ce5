import { Trans, useLingui } from '@lingui/react/macro'
import { CircleAlert } from 'lucide-react'
import { useEffect } from 'react'
import { markUsable, Page, useProgress } from '../../app'
import { Banner, BannerList, Button, EmptyState } from '../../components'
import { type Overview, toAppError, useCommand } from '../../platform'
import { PausedBanner } from '../connections/PausedBanner'
import { QuarantineBanner } from '../connections/QuarantineBanner'
import { RetryAllButton } from '../failures/RetryAllButton'
import { FailureBanner } from './FailureBanner'
import { Figures } from './Figures'
import { groupHeld, HeldBanner } from './HeldBanner'
import { LicencesCard } from './LicencesCard'
import styles from './Overview.module.css'
import { OverviewSkeleton } from './OverviewSkeleton'
import { ReadinessCard } from './ReadinessCard'
import { RenewalBanner } from './RenewalBanner'
import { RunProgress } from './RunProgress'
import { RunsCard } from './RunsCard'
import { SyncActions } from './SyncActions'
import { SyncPausedBanner } from './SyncPausedBanner'
import { SyncWords } from './SyncWords'
import { TodayCard } from './TodayCard'

function Content({ overview }: { overview: Overview }) {
  const { t } = useLingui()
  const progress = useProgress()
  const { sync, banners, held, readiness, licences, activity } = overview
  const elsewhere = sync.runnerElsewhere
  const failed = sync.last?.state === 'failed' && !progress ? sync.last.error : null
  const isReady = sync.everOn && readiness.every((point) => point.done || point.item === 'switch')
  return (
    <>
      {progress && <RunProgress progress={progress} />}
      <BannerList>
        {failed && (
          <Banner tone="bad" title={t`The last run could not be done`}>
            {toAppError(failed).message}
          </Banner>
        )}
        {sync.quarantined.map((item) => (
          <QuarantineBanner key={`${item.direction} ${item.connection}`} item={item} />
        ))}
        {banners.map((banner) => (
          <FailureBanner
            key={`${banner.cause} ${banner.target} ${banner.people > 0}`}
            banner={banner}
          />
        ))}
        {banners.filter((banner) => banner.actions.includes('retry')).length > 1 && (
          <div className={styles.retryAll}>
            <RetryAllButton />
          </div>
        )}
        {groupHeld(held).map((group) => (
          <HeldBanner key={`${group.run} ${group.target} ${group.guard}`} group={group} />
        ))}
        {sync.on && sync.pausedUntil !== null && <SyncPausedBanner until={sync.pausedUntil} />}
        {sync.paused.map((paused) => (
          <PausedBanner key={paused.target} paused={paused} />
        ))}
        {overview.renewals.map((renewal) => (
          <RenewalBanner key={renewal.target} renewal={renewal} />
        ))}
        {elsewhere && (
          <Banner tone="info" title={t`Another Rolecall does the background work`}>
            <Trans>{elsewhere} holds this workspace. What it does is shown here as well.</Trans>
          </Banner>
        )}
      </BannerList>
      {!isReady && <ReadinessCard readiness={readiness} />}
      <Figures overview={overview} />
      <div className={styles.pair}>
        <LicencesCard licences={licences} />
        <TodayCard activity={activity} />
      </div>
      {sync.last !== null && <RunsCard workspace={overview.workspace.name} />}
    </>
  )
}

/** The first screen: whether all is well, and what needs a decision. */
export function OverviewScreen() {
  const { t } = useLingui()
  const overview = useCommand('overview.get', {})
  const { data, error } = overview
  const isThere = data !== undefined
  useEffect(() => {
    if (isThere) markUsable()
  }, [isThere])
  if (!data && error) {
    return (
      <Page title={t`Overview`}>
        <EmptyState
          icon={CircleAlert}
          title={t`The overview could not be read`}
          action={
            <Button variant="primary" onPress={() => overview.refetch()}>
              <Trans>Try again</Trans>
            </Button>
          }
        >
          {error.message}
        </EmptyState>
      </Page>
    )
  }
  return (
    <Page
      title={t`Overview`}
      subtitle={data && <SyncWords overview={data} />}
      actions={<SyncActions sync={data?.sync} />}
    >
      {data ? <Content overview={data} /> : <OverviewSkeleton />}
    </Page>
  )
}

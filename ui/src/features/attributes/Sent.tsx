import { Trans, useLingui } from '@lingui/react/macro'
import { Send } from 'lucide-react'
import { hrefTo, Page } from '../../app'
import { EmptyState, LinkButton, ReadError, SkeletonRows } from '../../components'
import { useCommand } from '../../platform'
import styles from './attributes.module.css'
import { SendCard } from './SendCard'
import { Sides } from './Sides'

/** What leaves for each target: the least it requires, and what was chosen beyond that. */
export function Sent() {
  const { t } = useLingui()
  const maps = useCommand('send.list', {})
  const { data, error } = maps
  return (
    <Page
      title={t`Attributes`}
      subtitle={<Trans>Only what stands here leaves for a target.</Trans>}
    >
      <Sides selected="out" />
      {error && !data && <ReadError error={error} onRetry={() => maps.refetch()} />}
      {!data && !error && <SkeletonRows rows={6} />}
      {data?.targets.length === 0 && (
        <EmptyState
          icon={Send}
          title={t`No targets yet`}
          action={
            <LinkButton href={hrefTo('connections')}>
              <Trans>Go to Connections</Trans>
            </LinkButton>
          }
        >
          <Trans>What is sent to a product’s console is chosen here, a target each.</Trans>
        </EmptyState>
      )}
      <div className={styles.cards}>
        {data?.targets.map((map) => (
          <SendCard key={`${map.target} ${JSON.stringify(map.more)}`} map={map} />
        ))}
      </div>
    </Page>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { Plug } from 'lucide-react'
import { hrefTo, Page } from '../../app'
import { EmptyState, LinkButton, ReadError, SkeletonRows } from '../../components'
import { useCommand } from '../../platform'
import styles from './connections.module.css'
import { SourceCard } from './SourceCard'
import { TargetCard } from './TargetCard'

/** Where people come from and where they are given things: each with its health. */
export default function ConnectionsScreen() {
  const { t } = useLingui()
  const connections = useCommand('connections.list', {})
  const { data: sends } = useCommand('send.list', {})
  const { data: quarantine } = useCommand('quarantine.list', {})
  const { data, error } = connections
  const pushes = (quarantine?.items ?? []).filter((item) => item.direction === 'push')
  const isEmpty = data && data.sources.length + data.targets.length === 0
  return (
    <Page
      title={t`Connections`}
      subtitle={<Trans>Where people come from, and where they are given things.</Trans>}
    >
      {error && !data && <ReadError error={error} onRetry={() => connections.refetch()} />}
      {!data && !error && <SkeletonRows rows={3} height={120} />}
      {isEmpty && (
        <EmptyState
          icon={Plug}
          title={t`Nothing is connected yet`}
          action={
            <LinkButton href={hrefTo('overview')}>
              <Trans>Go to Overview</Trans>
            </LinkButton>
          }
        >
          <Trans>
            A source delivers people and groups, a target receives accounts and licences. Both come
            from the configuration; Overview leads to it.
          </Trans>
        </EmptyState>
      )}
      {data && data.sources.length > 0 && (
        <>
          <h2 className={styles.heading}>
            <Trans>Sources</Trans>
          </h2>
          <ul className={styles.list}>
            {data.sources.map((source) => (
              <SourceCard
                key={source.directory}
                source={source}
                quarantine={pushes.find((item) => item.connection === source.directory)}
              />
            ))}
          </ul>
        </>
      )}
      {data && data.targets.length > 0 && (
        <>
          <h2 className={styles.heading}>
            <Trans>Targets</Trans>
          </h2>
          <ul className={styles.list}>
            {data.targets.map((target) => (
              <TargetCard
                key={target.name}
                target={target}
                sends={sends?.targets.find((map) => map.target === target.name)}
              />
            ))}
          </ul>
        </>
      )}
    </Page>
  )
}

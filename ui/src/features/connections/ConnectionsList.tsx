import { Trans, useLingui } from '@lingui/react/macro'
import { Plug } from 'lucide-react'
import { hrefTo, Page } from '../../app'
import { EmptyState, LinkButton, ReadError, SkeletonRows } from '../../components'
import { useCommand } from '../../platform'
import styles from './connections.module.css'
import { DirectoryCard } from './directory/DirectoryCard'
import { TargetCard } from './TargetCard'

/** Where people come from and where they are given things: each with its health. */
export function ConnectionsList() {
  const { t } = useLingui()
  const directories = useCommand('directories.list', {})
  const connections = useCommand('connections.list', {})
  const { data: sends } = useCommand('send.list', {})
  const { data, error } = connections
  const items = directories.data?.items ?? []
  const isRead = data !== undefined && directories.data !== undefined
  const isEmpty = isRead && items.length + data.targets.length === 0
  const failure = error ?? directories.error
  return (
    <Page
      title={t`Connections`}
      subtitle={<Trans>Where people come from, and where they are given things.</Trans>}
      actions={
        <>
          <LinkButton href={hrefTo('connections', ['add'])}>
            <Trans>Add directory</Trans>
          </LinkButton>
          <LinkButton href={hrefTo('connections', ['target'])}>
            <Trans>Add target</Trans>
          </LinkButton>
        </>
      }
    >
      {failure && !data && (
        <ReadError
          error={failure}
          onRetry={() => {
            connections.refetch()
            directories.refetch()
          }}
        />
      )}
      {!data && !failure && <SkeletonRows rows={3} height={120} />}
      {isEmpty && (
        <EmptyState
          icon={Plug}
          title={t`Nothing is connected yet`}
          action={
            <LinkButton href={hrefTo('connections', ['add'])} variant="primary">
              <Trans>Add directory</Trans>
            </LinkButton>
          }
        >
          <Trans>
            A directory delivers people and groups, a target receives accounts and licences. Begin
            with where your people come from.
          </Trans>
        </EmptyState>
      )}
      {items.length > 0 && (
        <>
          <h2 className={styles.heading}>
            <Trans>Directories</Trans>
          </h2>
          <ul className={styles.list}>
            {items.map((directory) => (
              <DirectoryCard key={directory.name} directory={directory} />
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

import { Trans, useLingui } from '@lingui/react/macro'
import { Globe, Plus } from 'lucide-react'
import { useState } from 'react'
import { hrefTo, Page } from '../../../app'
import {
  Button,
  Card,
  EmptyState,
  LinkButton,
  ReadError,
  Rows,
  SkeletonRows,
} from '../../../components'
import { type DirectoryItem, useCommand } from '../../../platform'
import { ListTabs } from '../ListTabs'
import styles from '../people.module.css'
import { AddDomain } from './AddDomain'
import { DomainRow } from './DomainRow'
import { Resolver } from './Resolver'

function Directory({ directory }: { directory: DirectoryItem }) {
  const { t } = useLingui()
  const [isAdding, setAdding] = useState(false)
  const { name, domains, checkDomains } = directory
  return (
    <Card
      title={name}
      aside={
        <Button small icon={Plus} onPress={() => setAdding(true)}>
          <Trans>Add domain</Trans>
        </Button>
      }
      flush
    >
      {!checkDomains && (
        <p className={styles.pad}>
          <Trans>
            Domains are not checked in this directory: people outside them get what rules give.
          </Trans>
        </p>
      )}
      {domains.length === 0 ? (
        <p className={styles.pad}>
          {checkDomains ? (
            <Trans>
              No domain yet. Rules give nothing to people whose address is outside the verified
              domains, so add the domain of their addresses and prove it.
            </Trans>
          ) : (
            <Trans>No domain yet.</Trans>
          )}
        </p>
      ) : (
        <Rows label={t`Domains of ${name}`}>
          {domains.map((domain) => (
            <DomainRow key={domain.name} directory={name} domain={domain} />
          ))}
        </Rows>
      )}
      {isAdding && <AddDomain directory={name} onClose={() => setAdding(false)} />}
    </Card>
  )
}

/** The e-mail domains of every directory: proven, to be proven, or expired, with what is to be entered in DNS. */
export function DomainsList() {
  const { t } = useLingui()
  const directories = useCommand('directories.list', {})
  const { data, error } = directories
  return (
    <Page title={t`People`} subtitle={<Trans>Whose addresses the organization owns.</Trans>}>
      <ListTabs selected="domains" />
      {error && !data && <ReadError error={error} onRetry={() => directories.refetch()} />}
      {!data && !error && <SkeletonRows rows={4} />}
      {data?.items.length === 0 && (
        <EmptyState
          icon={Globe}
          title={t`No directory yet`}
          action={
            <LinkButton href={hrefTo('connections', ['add'])}>
              <Trans>Add a directory</Trans>
            </LinkButton>
          }
        >
          <Trans>Domains belong to a directory.</Trans>
        </EmptyState>
      )}
      {data?.items.map((directory) => (
        <Directory key={directory.name} directory={directory} />
      ))}
      {data && data.items.length > 0 && <Resolver />}
    </Page>
  )
}

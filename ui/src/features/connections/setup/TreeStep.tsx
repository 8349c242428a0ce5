import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { ChevronLeft } from 'lucide-react'
import { useState } from 'react'
import { Button, IconButton, ReadError, Said, SkeletonRows, TextField } from '../../../components'
import { type LdapBranch, type LdapProbe, useCommand, useCommandAction } from '../../../platform'
import { serverOf } from './ldap'
import { LdapSteps } from './ServerStep'
import { orNull } from './settings'
import styles from './setup.module.css'
import type { Setup } from './useSetup'

/** The node above one, by its DN; null for a naming context. */
const above = (dn: string): string | null => {
  // A comma that is part of a name is written with a backslash before it.
  const parts = dn.split(/(?<!\\),/)
  return parts.length > 1 ? parts.slice(1).join(',') : null
}

function Branch({
  branch,
  onOpen,
  onChoose,
  base,
}: {
  branch: LdapBranch
  base: string
  onOpen: (dn: string | null) => void
  onChoose: (dn: string) => void
}) {
  const { t } = useLingui()
  const nodes = branch.nodes.filter(({ kind }) => kind !== 'person' && kind !== 'group')
  return (
    <ul className={styles.tree} aria-label={t`Tree of the server`}>
      {branch.dn !== null && (
        <li className={styles.node}>
          <IconButton
            label={t`One level up`}
            icon={ChevronLeft}
            onPress={() => onOpen(above(branch.dn ?? ''))}
          />
          <code>{branch.dn}</code>
          {branch.people !== null && (
            <span className={styles.faint}>
              <Plural value={branch.people} one="# person" other="# people" />
            </span>
          )}
        </li>
      )}
      {nodes.length === 0 && (
        <li className={styles.node}>
          <span className={styles.soft}>
            <Trans>No org unit is below this one.</Trans>
          </span>
        </li>
      )}
      {nodes.map((node) => (
        <li key={node.dn} className={styles.node}>
          <Button variant="quiet" isDisabled={!node.hasChildren} onPress={() => onOpen(node.dn)}>
            {node.name || node.dn}
          </Button>
          <Button
            small
            isDisabled={node.dn === base}
            aria-label={node.dn === base ? t`Chosen · ${node.dn}` : t`Read below this · ${node.dn}`}
            onPress={() => onChoose(node.dn)}
          >
            {node.dn === base ? <Trans>Chosen</Trans> : <Trans>Read below this</Trans>}
          </Button>
        </li>
      ))}
    </ul>
  )
}

function Tree({ setup }: { setup: Setup }) {
  const [dn, setDn] = useState<string | null>(null)
  const request = {
    server: serverOf(setup),
    dn,
    search: '',
    page: { offset: 0, limit: 200 },
  }
  const branch = useCommand('ldap.browse', request, { retry: false })
  if (branch.error) {
    return dn === null ? (
      <ReadError error={branch.error} onRetry={() => branch.refetch()} />
    ) : (
      <Said tone="bad">{branch.error.message}</Said>
    )
  }
  if (!branch.data) return <SkeletonRows rows={4} height={32} />
  return (
    <Branch
      branch={branch.data}
      base={setup.source.base}
      onOpen={setDn}
      onChoose={(base) => setup.change({ base })}
    />
  )
}

function Sample({ probe }: { probe: LdapProbe }) {
  const { t } = useLingui()
  return (
    <ul className={styles.people} aria-label={t`People as they would be delivered`}>
      {probe.sample.map((person) => (
        <li key={person.dn} className={styles.person}>
          <b>{person.userName || t`no user name: would be left out`}</b>
          <small>
            {[
              person.active ? t`active` : t`disabled`,
              person.orgUnit,
              ...person.attributes.slice(0, 8).map(([name, value]) => `${name}: ${value}`),
            ]
              .filter(Boolean)
              .join(' · ')}
          </small>
        </li>
      ))}
    </ul>
  )
}

/** Below what people and groups are read, chosen in the server's tree, with the filters, counted and tried. */
export function TreeStep({ setup }: { setup: Setup }) {
  const { t } = useLingui()
  const { source, change } = setup
  const trying = useCommandAction('ldap.probe', { refresh: [] })
  return (
    <div className={styles.form}>
      <Tree setup={setup} />
      <TextField
        label={t`Base`}
        description={t`Everything below it is read.`}
        mono
        value={source.base}
        onChange={(base) => change({ base })}
      />
      <div className={styles.two}>
        <TextField
          label={t`Filter of people`}
          description={t`Leave empty for the server’s usual one.`}
          mono
          value={source.userFilter ?? ''}
          onChange={(filter) => change({ userFilter: orNull(filter) })}
        />
        <TextField
          label={t`Filter of groups`}
          description={t`Leave empty for the server’s usual one.`}
          mono
          value={source.groupFilter ?? ''}
          onChange={(filter) => change({ groupFilter: orNull(filter) })}
        />
      </div>
      <div>
        <Button
          isPending={trying.isPending}
          isDisabled={source.base.trim() === ''}
          onPress={() => trying.mutate(serverOf(setup))}
        >
          <Trans>Count and read five people</Trans>
        </Button>
      </div>
      <div aria-live="polite" className={styles.form}>
        {trying.error && <Said tone="bad">{trying.error.message}</Said>}
        {trying.data && (
          <>
            <LdapSteps probe={trying.data} />
            {trying.data.sample.length > 0 && <Sample probe={trying.data} />}
          </>
        )}
      </div>
    </div>
  )
}

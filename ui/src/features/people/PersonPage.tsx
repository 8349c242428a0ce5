import { Trans, useLingui } from '@lingui/react/macro'
import { CircleAlert } from 'lucide-react'
import { Link } from 'react-aria-components'
import { hrefTo, Page } from '../../app'
import { Card, ReadError, SkeletonRows } from '../../components'
import { useEngineWords, useFormat } from '../../i18n'
import { type PersonDetails, type PersonTarget, type PersonValue, useCommand } from '../../platform'
import { AccountLine } from './accounts/AccountLine'
import { EditBanner } from './editing/EditBanner'
import { ExceptionsCard } from './exceptions/ExceptionsCard'
import styles from './people.module.css'
import { AttributesCard } from './person/AttributesCard'
import { Delivered, Standing } from './person/Delivered'
import { HistoryCard } from './person/HistoryCard'
import { PersonActions } from './person/PersonActions'
import { ValueWhy } from './ValueWhy'

const order = [
  'without_seat',
  'held',
  'granted',
  'unmanaged',
  'withheld',
  'suppressed',
  'not_granted',
]

/** Values with what needs attention first. */
const worstFirst = (values: readonly PersonValue[]) =>
  [...values].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state))

function Target({ user, target, isGone }: { user: string; target: PersonTarget; isGone: boolean }) {
  const { t } = useLingui()
  const said = useEngineWords()
  return (
    <Card
      title={target.target}
      aside={!target.error && <AccountLine user={user} target={target} />}
      flush
    >
      {target.error && (
        <div className={styles.error} role="alert">
          <CircleAlert size={15} strokeWidth={1.75} aria-hidden="true" />
          {said(target.error)}
        </div>
      )}
      {!target.error && target.values.length === 0 && (
        <div className={styles.rules}>
          <span className={styles.soft}>
            {isGone ? (
              <Trans>Rules give nothing to people whom the source does not deliver any more.</Trans>
            ) : (
              <Trans>No rule names a value for this person, and there is no account.</Trans>
            )}
          </span>
        </div>
      )}
      <ul aria-label={t`Values in ${target.target}`}>
        {worstFirst(target.values).map((value) => (
          <ValueWhy
            key={`${value.slot} ${value.value}`}
            value={value}
            hasAccount={target.account !== null}
          />
        ))}
      </ul>
    </Card>
  )
}

function Groups({ details }: { details: PersonDetails }) {
  const { groups, person } = details
  if (groups.length === 0) {
    return (
      <span className={styles.soft}>
        <Trans>In no group.</Trans>
      </span>
    )
  }
  return (
    <ul className={styles.groups}>
      {groups.map((group) => (
        <li key={group.id}>
          <Link
            className={styles.link}
            href={hrefTo('people', ['groups', person.directory, group.id])}
          >
            {group.name}
          </Link>
          <span className={styles.faint}>
            {group.direct ? <Trans>direct</Trans> : <Trans>inherited</Trans>}
          </span>
        </li>
      ))}
    </ul>
  )
}

/** A person: what each target gives or withholds and why, where their values come from, and what happened to them. */
export function PersonPage({ directory: asked, user }: { directory: string | null; user: string }) {
  const { t } = useLingui()
  const { number } = useFormat()
  const details = useCommand('people.show', { directory: asked, user })
  const { data, error } = details
  const directory = data?.person.directory ?? asked
  const { data: edits } = useCommand('people.edits', { directory, user }, { enabled: !!data })
  const { data: directories } = useCommand('directories.list', {})
  const standing = directories?.items.find(({ name }) => name === directory)
  const name = data?.person.name || user
  return (
    <Page
      title={name}
      subtitle={data && (data.person.email ?? data.person.user)}
      back={{ href: hrefTo('people'), label: t`All people` }}
      actions={
        data && (
          <>
            <Standing details={data} />
            {edits && <PersonActions name={name} edits={edits} />}
          </>
        )
      }
    >
      {error && !data && <ReadError error={error} onRetry={() => details.refetch()} />}
      {!data && !error && <SkeletonRows rows={8} />}
      {standing?.editWindow && <EditBanner window={standing.editWindow} />}
      {data && <Delivered details={data} />}
      {data && (
        <div className={styles.columns}>
          <div>
            {data.targets.map((target) => (
              <Target
                key={target.target}
                user={data.person.user}
                target={target}
                isGone={data.state === 'gone'}
              />
            ))}
            <HistoryCard user={data.person.user} />
          </div>
          <div>
            <ExceptionsCard user={data.person.user} />
            <AttributesCard details={data} edits={edits} />
            <Card title={t`Groups`} aside={number(data.groups.length)}>
              <Groups details={data} />
            </Card>
          </div>
        </div>
      )}
    </Page>
  )
}

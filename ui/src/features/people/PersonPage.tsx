import { Trans, useLingui } from '@lingui/react/macro'
import { CircleAlert } from 'lucide-react'
import { hrefTo, Page } from '../../app'
import { Card, ReadError, SkeletonRows, StatusWord } from '../../components'
import { useFormat } from '../../i18n'
import { type PersonDetails, type PersonTarget, type PersonValue, useCommand } from '../../platform'
import { AccountLine } from './accounts/AccountLine'
import { ExceptionsCard } from './exceptions/ExceptionsCard'
import styles from './people.module.css'
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

function Target({ user, target }: { user: string; target: PersonTarget }) {
  const { t } = useLingui()
  return (
    <Card
      title={target.target}
      aside={!target.error && <AccountLine user={user} target={target} />}
      flush
    >
      {target.error && (
        <div className={styles.error} role="alert">
          <CircleAlert size={15} strokeWidth={1.75} aria-hidden="true" />
          {target.error}
        </div>
      )}
      {!target.error && target.values.length === 0 && (
        <div className={styles.rules}>
          <span className={styles.soft}>
            <Trans>No rule names a value for this person, and there is no account.</Trans>
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

function Groups({ groups }: { groups: PersonDetails['groups'] }) {
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
        <li key={group.name}>
          {group.name}
          <span className={styles.faint}>
            {group.direct ? <Trans>direct</Trans> : <Trans>inherited</Trans>}
          </span>
        </li>
      ))}
    </ul>
  )
}

/** A person: what each target gives or withholds and why, and where it comes from. */
export function PersonPage({ user }: { user: string }) {
  const { t } = useLingui()
  const { list, number } = useFormat()
  const details = useCommand('people.show', { user })
  const { data: vocabulary } = useCommand('rules.vocabulary', {})
  const { data, error } = details
  const labels = new Map(vocabulary?.attributes.map((a) => [a.name, a.label || a.name]))
  const kinds = new Map(vocabulary?.attributes.map((a) => [a.name, a.kind]))
  const yesOrNo = (values: readonly string[]) =>
    list(values.map((value) => (value === 'true' ? t`yes` : value === 'false' ? t`no` : value)))
  return (
    <Page
      title={data?.person.name || user}
      subtitle={data && (data.person.email ?? data.person.user)}
      back={{ href: hrefTo('people'), label: t`All people` }}
      actions={
        data &&
        (data.person.active ? (
          <StatusWord tone="ok">{t`Active at the source`}</StatusWord>
        ) : (
          <StatusWord tone="idle">{t`Disabled at the source`}</StatusWord>
        ))
      }
    >
      {error && !data && <ReadError error={error} onRetry={() => details.refetch()} />}
      {!data && !error && <SkeletonRows rows={8} />}
      {data && (
        <div className={styles.columns}>
          <div>
            {data.targets.map((target) => (
              <Target key={target.target} user={data.person.user} target={target} />
            ))}
          </div>
          <div>
            <ExceptionsCard user={data.person.user} />
            <Card title={t`Attributes`}>
              <dl className={styles.facts}>
                <dt>{t`Directory`}</dt>
                <dd>{data.person.directory}</dd>
                {data.person.orgUnit && (
                  <>
                    <dt>{t`Org unit`}</dt>
                    <dd>{data.person.orgUnit}</dd>
                  </>
                )}
                {data.attributes
                  .filter(({ name }) => name !== 'orgUnit')
                  .map(({ name, values }) => (
                    <Attribute
                      key={name}
                      label={name === 'id' ? t`Id at the source` : (labels.get(name) ?? name)}
                      text={kinds.get(name) === 'boolean' ? yesOrNo(values) : list(values)}
                    />
                  ))}
              </dl>
            </Card>
            <Card title={t`Groups`} aside={number(data.groups.length)}>
              <Groups groups={data.groups} />
            </Card>
          </div>
        </div>
      )}
    </Page>
  )
}

function Attribute({ label, text }: { label: string; text: string }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{text || '—'}</dd>
    </>
  )
}

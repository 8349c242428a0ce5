import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Link } from 'react-aria-components'
import { hrefTo, Page } from '../../../app'
import {
  Banner,
  Card,
  LinkButton,
  ReadError,
  RowItem,
  Rows,
  SkeletonRows,
} from '../../../components'
import { Time, useFormat } from '../../../i18n'
import { type GroupDetails, type GroupItem, useCommand } from '../../../platform'
import styles from '../people.module.css'
import { GroupMembers } from './GroupMembers'
import { GroupRules } from './GroupRules'
import { useOriginWords } from './useGroupColumns'

function Groups({ groups, label }: { groups: readonly GroupItem[]; label: string }) {
  const { number } = useFormat()
  return (
    <Rows label={label}>
      {groups.map((group) => (
        <RowItem key={group.id} end={number(group.all)}>
          <Link
            className={styles.link}
            href={hrefTo('people', ['groups', group.directory, group.id])}
          >
            {group.name}
          </Link>
        </RowItem>
      ))}
    </Rows>
  )
}

function Facts({ details }: { details: GroupDetails }) {
  const { t } = useLingui()
  const { number } = useFormat()
  const origin = useOriginWords()
  const { group, orgUnit } = details
  return (
    <Card title={t`Group`}>
      <dl className={styles.facts}>
        <dt>{t`Directory`}</dt>
        <dd>{group.directory}</dd>
        <dt>{t`Origin`}</dt>
        <dd>{origin(group.origin)}</dd>
        {orgUnit && (
          <>
            <dt>{t`Org unit`}</dt>
            <dd>
              <Link className={styles.link} href={hrefTo('people', ['units', orgUnit])}>
                {orgUnit}
              </Link>
            </dd>
          </>
        )}
        <dt>{t`Direct`}</dt>
        <dd>{number(group.direct)}</dd>
        <dt>{t`All members`}</dt>
        <dd>{number(group.all)}</dd>
        {group.id !== group.name && (
          <>
            <dt>{t`Id at the source`}</dt>
            <dd>{group.id}</dd>
          </>
        )}
      </dl>
    </Card>
  )
}

/** A group: who is in it and through what, which groups it is in, and the rules that name it. */
export function GroupPage({ directory, id }: { directory: string; id: string }) {
  const { t } = useLingui()
  const details = useCommand('groups.show', { directory, id })
  const { data, error } = details
  const goneSince = data?.group.goneSince ?? null
  return (
    <Page
      title={data?.group.name ?? id}
      subtitle={data && <Plural value={data.group.all} one="# member" other="# members" />}
      back={{ href: hrefTo('people', [], { view: 'groups' }), label: t`All groups` }}
      actions={
        data &&
        data.group.all > 0 && (
          <LinkButton
            href={hrefTo('people', [], { gd: directory, gid: id, group: data.group.name })}
          >
            <Trans>Show in the list of people</Trans>
          </LinkButton>
        )
      }
    >
      {error && !data && <ReadError error={error} onRetry={() => details.refetch()} />}
      {!data && !error && <SkeletonRows rows={8} />}
      {goneSince !== null && (
        <Banner tone="warn" title={t`The source does not deliver this group any more`}>
          <Trans>
            It has been gone since <Time at={goneSince} />. It is kept without members; nobody is
            disabled for that. Rules that name it match nobody through it.
          </Trans>
        </Banner>
      )}
      {data && (
        <div className={styles.columns}>
          <div>
            <GroupRules rules={data.rules} />
            <GroupMembers group={data.group} />
          </div>
          <div>
            <Facts details={data} />
            {data.parents.length > 0 && (
              <Card title={t`Is in`} flush>
                <Groups groups={data.parents} label={t`Groups that it is in`} />
              </Card>
            )}
            {data.children.length > 0 && (
              <Card title={t`Groups in it`} flush>
                <Groups groups={data.children} label={t`Groups in it`} />
              </Card>
            )}
          </div>
        </div>
      )}
    </Page>
  )
}

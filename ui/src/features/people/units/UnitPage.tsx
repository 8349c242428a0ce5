import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Link } from 'react-aria-components'
import { hrefTo, Page } from '../../../app'
import { Card, LinkButton, ReadError, RowItem, Rows, SkeletonRows } from '../../../components'
import { useFormat } from '../../../i18n'
import { type OrgUnitDetails, useCommand } from '../../../platform'
import styles from '../people.module.css'
import { UnitGiven } from './UnitGiven'
import { UnitPeople } from './UnitPeople'

function Facts({ details }: { details: OrgUnitDetails }) {
  const { t } = useLingui()
  const { number } = useFormat()
  const { unit, above, groups } = details
  return (
    <Card title={t`Org unit`}>
      <dl className={styles.facts}>
        <dt>{t`Path`}</dt>
        <dd>{unit.path}</dd>
        {above.length > 0 && (
          <>
            <dt>{t`Above`}</dt>
            <dd>
              {above.map((one) => (
                <div key={one.path}>
                  <Link className={styles.link} href={hrefTo('people', ['units', one.path])}>
                    {one.path}
                  </Link>
                </div>
              ))}
            </dd>
          </>
        )}
        <dt>{t`Here`}</dt>
        <dd>{number(unit.here)}</dd>
        <dt>{t`Here and below`}</dt>
        <dd>{number(unit.below)}</dd>
        <dt>{t`Group`}</dt>
        <dd>
          {groups.length === 0 && '—'}
          {groups.map((group) => (
            <div key={group.directory}>
              <Link
                className={styles.link}
                href={hrefTo('people', ['groups', group.directory, group.id])}
              >
                {group.name}
              </Link>
              {groups.length > 1 && <span className={styles.faint}> {group.directory}</span>}
            </div>
          ))}
        </dd>
      </dl>
    </Card>
  )
}

function Below({ path, language }: { path: string; language: string }) {
  const { t } = useLingui()
  const { number } = useFormat()
  const page = { offset: 0, limit: 50 }
  const { data } = useCommand('org_units.list', { parent: path, text: '', language, page })
  if (!data || data.total === 0) return null
  const left = data.total - data.items.length
  return (
    <Card title={t`Directly below`} aside={number(data.total)} flush>
      <Rows label={t`Directly below`}>
        {data.items.map((unit) => (
          <RowItem key={unit.path} end={number(unit.below)}>
            <Link className={styles.link} href={hrefTo('people', ['units', unit.path])}>
              {unit.name}
            </Link>
          </RowItem>
        ))}
        {left > 0 && (
          <RowItem>
            <span className={styles.faint}>
              <Plural value={left} one="and # more in the tree" other="and # more in the tree" />
            </span>
          </RowItem>
        )}
      </Rows>
    </Card>
  )
}

/** An org unit: its people, its group, and which products it leads to with how many seats that takes. */
export function UnitPage({ path }: { path: string }) {
  const { t, i18n } = useLingui()
  const details = useCommand('org_units.show', { path })
  const { data, error } = details
  return (
    <Page
      title={data?.unit.name ?? path}
      subtitle={
        data && (
          <Plural
            value={data.unit.below}
            one="# person here and below"
            other="# people here and below"
          />
        )
      }
      back={{ href: hrefTo('people', [], { view: 'units' }), label: t`All org units` }}
      actions={
        data && (
          <LinkButton href={hrefTo('people', [], { unit: data.unit.path })}>
            <Trans>Show in the list of people</Trans>
          </LinkButton>
        )
      }
    >
      {error && !data && <ReadError error={error} onRetry={() => details.refetch()} />}
      {!data && !error && <SkeletonRows rows={8} />}
      {data && (
        <div className={styles.columns}>
          <div>
            <UnitGiven details={data} />
            <UnitPeople path={data.unit.path} />
          </div>
          <div>
            <Facts details={data} />
            <Below path={data.unit.path} language={i18n.locale} />
          </div>
        </div>
      )}
    </Page>
  )
}

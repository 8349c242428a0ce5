import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Link } from 'react-aria-components'
import { hrefTo } from '../../../app'
import { Card, RowItem, Rows, Said } from '../../../components'
import { useFormat } from '../../../i18n'
import type { OrgUnitDetails, OrgUnitValue } from '../../../platform'
import styles from '../people.module.css'

/** The rules that lead to a value, highest first. */
function By({ value }: { value: OrgUnitValue }) {
  return (
    <>
      {value.target} · {value.slot} ·{' '}
      {value.rules.map((rule, at) => (
        <span key={`${rule.id ?? ''} ${rule.name}`}>
          {at > 0 && ', '}
          {rule.id === null ? (
            rule.name
          ) : (
            <Link className={styles.link} href={hrefTo('rules', [rule.id])}>
              {rule.name}
            </Link>
          )}
        </span>
      ))}
    </>
  )
}

function Seats({ value }: { value: OrgUnitValue }) {
  const { number } = useFormat()
  const { seats, used, withoutSeat } = value
  if (seats === null || used === null) return null
  const [held, all] = [number(used), number(seats)]
  const free = number(Math.max(0, seats - used))
  return (
    <small className={styles.block}>
      {withoutSeat > 0 ? (
        <span className={styles.bad}>
          <Plural
            value={withoutSeat}
            one={`# without a seat, ${held} of ${all} used`}
            other={`# without a seat, ${held} of ${all} used`}
          />
        </span>
      ) : (
        <span className={styles.faint}>
          <Trans>
            {held} of {all} used, {free} free
          </Trans>
        </span>
      )}
    </small>
  )
}

/** Which products and other values the people of an org unit are given, by which rules, and how many seats it takes. */
export function UnitGiven({ details }: { details: OrgUnitDetails }) {
  const { t } = useLingui()
  const { list } = useFormat()
  const { given, more, unread } = details
  return (
    <Card title={t`What it leads to`} aside={<Trans>by the present rules</Trans>} flush>
      {unread.length > 0 && (
        <div className={styles.pad}>
          <Said tone="warn">
            <Trans>Not known for {list(unread)}: it could not be read.</Trans>
          </Said>
        </div>
      )}
      {given.length === 0 && unread.length === 0 && (
        <p className={styles.pad}>
          <Trans>
            No rule gives its people anything.{' '}
            <Link className={styles.link} href={hrefTo('rules')}>
              Go to Rules
            </Link>
          </Trans>
        </p>
      )}
      {given.length > 0 && (
        <Rows label={t`What it leads to`}>
          {given.map((value) => (
            <RowItem
              key={`${value.target} ${value.slot} ${value.value}`}
              note={<By value={value} />}
              end={
                <>
                  {value.seats === null ? (
                    <Plural value={value.people} one="# person" other="# people" />
                  ) : (
                    <Plural value={value.people} one="# seat" other="# seats" />
                  )}
                  <Seats value={value} />
                </>
              }
            >
              {value.value}
            </RowItem>
          ))}
          {more > 0 && (
            <RowItem>
              <span className={styles.faint}>
                <Plural
                  value={more}
                  one="and # more value of fewer people"
                  other="and # more values of fewer people"
                />
              </span>
            </RowItem>
          )}
        </Rows>
      )}
    </Card>
  )
}

import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Link } from 'react-aria-components'
import { hrefTo } from '../../../app'
import { Card, Chip, RowItem, Rows, StatusWord } from '../../../components'
import { useFormat } from '../../../i18n'
import type { GroupRule } from '../../../platform'
import styles from '../people.module.css'

/** What a rule gives and withholds, as chips. */
function Gives({ rule }: { rule: GroupRule }) {
  const { t } = useLingui()
  const given = rule.assigns.flatMap(({ target, slot, values }) =>
    (values.length > 0 ? values : [t`none`]).map((value) => ({ target, slot, value })),
  )
  const withheld = rule.withholds.flatMap(({ target, slot, values }) =>
    values.map((value) => ({ target, slot, value })),
  )
  return (
    <span className={styles.chips}>
      {given.map(({ target, slot, value }) => (
        <span key={`${target} ${slot} ${value}`} title={`${target} · ${slot}`}>
          <Chip>{value}</Chip>
        </span>
      ))}
      {withheld.map(({ target, slot, value }) => (
        <span key={`not ${target} ${slot} ${value}`} title={`${target} · ${slot}`}>
          <Chip kind="not">{t`not ${value}`}</Chip>
        </span>
      ))}
    </span>
  )
}

/** The rules that name a group or fill values from it, from the highest down, with what they give. */
export function GroupRules({ rules }: { rules: readonly GroupRule[] }) {
  const { t } = useLingui()
  const { number } = useFormat()
  return (
    <Card title={t`Rules`} aside={rules.length > 0 && number(rules.length)} flush>
      {rules.length === 0 ? (
        <p className={styles.pad}>
          <Trans>
            No rule names this group.{' '}
            <Link className={styles.link} href={hrefTo('rules')}>
              Add one in Rules
            </Link>
            .
          </Trans>
        </p>
      ) : (
        <Rows label={t`Rules`}>
          {rules.map((rule) => (
            <RowItem
              key={rule.id}
              lead={<span className={styles.rank}>{number(rule.position)}</span>}
              note={
                rule.named ? undefined : <Trans>gives a value named after each of its groups</Trans>
              }
              end={
                rule.enabled ? (
                  <span className={styles.soft}>
                    <Plural value={rule.people} one="# of them" other="# of them" />
                  </span>
                ) : (
                  <StatusWord tone="idle">{t`Off`}</StatusWord>
                )
              }
            >
              <span className={styles.ruleLine}>
                <Link className={styles.link} href={hrefTo('rules', [rule.id])}>
                  {rule.name}
                </Link>
                <Gives rule={rule} />
              </span>
            </RowItem>
          ))}
        </Rows>
      )}
    </Card>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { Fragment } from 'react'
import { Link } from 'react-aria-components'
import { hrefTo } from '../../app'
import type { Column } from '../../components'
import { attributeLabel, useFormat } from '../../i18n'
import { type AttributeItem, useCommand } from '../../platform'
import styles from './attributes.module.css'
import { useKindWords } from './useKindWords'

/** The columns of the list of attributes. */
export function useColumns(): Column<AttributeItem>[] {
  const { t } = useLingui()
  const { number } = useFormat()
  const { data: list } = useCommand('rules.list', {})
  const ids = new Map(list?.rules.map((view) => [view.rule.name, view.id]))
  const kinds = useKindWords()
  const ruleHref = (name: string) => {
    const id = ids.get(name)
    return id ? hrefTo('rules', [id]) : hrefTo('rules', [], { q: name })
  }
  return [
    {
      id: 'label',
      header: t`Attribute`,
      width: 'minmax(0, 1.5fr)',
      cell: (attribute) => (
        <>
          {attributeLabel(attribute)}
          <small>
            {attribute.name}
            {attribute.custom && ` · ${t`custom`}`}
          </small>
        </>
      ),
    },
    {
      id: 'kind',
      header: t`Type`,
      width: '96px',
      cell: (attribute) => kinds[attribute.kind] ?? attribute.kind,
    },
    {
      id: 'from',
      header: t`Read from`,
      width: 'minmax(0, 1fr)',
      cell: ({ from, expression }) =>
        expression || from ? (
          <span className={styles.mono} title={expression ?? undefined}>
            {expression ?? from}
          </span>
        ) : (
          <span className={styles.faint}>—</span>
        ),
    },
    {
      id: 'people',
      header: t`People with a value`,
      width: '148px',
      align: 'end',
      cell: (attribute) => number(attribute.people),
    },
    {
      id: 'rules',
      header: t`Used by`,
      width: 'minmax(0, 1.5fr)',
      cell: ({ rules, uses }) => {
        const others = uses.filter((use) => use.kind !== 'rule')
        if (rules.length === 0 && others.length === 0) {
          return (
            <span className={styles.faint}>
              <Trans>nothing</Trans>
            </span>
          )
        }
        return (
          <>
            {rules.map((rule, index) => (
              <Fragment key={rule}>
                {index > 0 && ', '}
                <Link href={ruleHref(rule)}>{rule}</Link>
              </Fragment>
            ))}
            {others.map((use, index) => (
              <Fragment key={`${use.kind} ${use.name}`}>
                {(index > 0 || rules.length > 0) && ', '}
                {use.name}
              </Fragment>
            ))}
          </>
        )
      },
    },
  ]
}

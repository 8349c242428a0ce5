import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Blocks, SearchX } from 'lucide-react'
import { Fragment } from 'react'
import { Link } from 'react-aria-components'
import { hrefTo, Page, setQuery, useRoute } from '../../app'
import {
  Button,
  Chip,
  type Column,
  DataTable,
  EmptyState,
  LinkButton,
  ReadError,
  SearchField,
  SkeletonRows,
} from '../../components'
import { useFormat } from '../../i18n'
import { type AttributeItem, useCommand } from '../../platform'
import styles from './attributes.module.css'

function useColumns(): Column<AttributeItem>[] {
  const { t } = useLingui()
  const { number } = useFormat()
  const { data: list } = useCommand('rules.list', {})
  const ids = new Map(list?.rules.map((view) => [view.rule.name, view.id]))
  const kinds: Record<string, string> = {
    text: t`Text`,
    number: t`Number`,
    boolean: t`Yes or no`,
    date: t`Date`,
    list: t`List`,
  }
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
          {attribute.label || attribute.name}{' '}
          {attribute.custom && <Chip kind="plain">{t`custom`}</Chip>}
          <small>{attribute.name}</small>
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
      cell: (attribute) =>
        attribute.from ? (
          <span className={styles.mono}>{attribute.from}</span>
        ) : (
          <span className={styles.faint}>—</span>
        ),
    },
    {
      id: 'people',
      header: t`People with a value`,
      width: '132px',
      align: 'end',
      cell: (attribute) => number(attribute.people),
    },
    {
      id: 'rules',
      header: t`Used by`,
      width: 'minmax(0, 1.5fr)',
      cell: (attribute) =>
        attribute.rules.length === 0 ? (
          <span className={styles.faint}>
            <Trans>no rule</Trans>
          </span>
        ) : (
          attribute.rules.map((rule, index) => (
            <Fragment key={rule}>
              {index > 0 && ', '}
              <Link href={ruleHref(rule)}>{rule}</Link>
            </Fragment>
          ))
        ),
    },
  ]
}

/** What is known of people: each attribute with where it is read from and which rules use it. */
export default function AttributesScreen() {
  const { t } = useLingui()
  const text = useRoute()?.query.q ?? ''
  const columns = useColumns()
  const listed = useCommand('attributes.list', {})
  const { data, error } = listed
  const all = data?.attributes ?? []
  const wanted = text.trim().toLowerCase()
  const shown = all.filter((a) =>
    [a.name, a.label, a.from ?? ''].some((part) => part.toLowerCase().includes(wanted)),
  )
  return (
    <Page
      title={t`Attributes`}
      subtitle={data && <Plural value={all.length} one="# attribute" other="# attributes" />}
      actions={
        all.length > 0 && (
          <div className={styles.search}>
            <SearchField
              label={t`Find an attribute`}
              value={text}
              onChange={(q) => setQuery({ q })}
            />
          </div>
        )
      }
      fill
    >
      {error && !data && <ReadError error={error} onRetry={() => listed.refetch()} />}
      {!data && !error && <SkeletonRows rows={8} />}
      {data && all.length === 0 && (
        <EmptyState
          icon={Blocks}
          title={t`No attributes yet`}
          action={
            <LinkButton href={hrefTo('connections')}>
              <Trans>Go to Connections</Trans>
            </LinkButton>
          }
        >
          <Trans>What a source says of people appears here, ready to be used in conditions.</Trans>
        </EmptyState>
      )}
      {all.length > 0 && (
        <DataTable
          label={t`Attributes`}
          columns={columns}
          count={shown.length}
          rowAt={(index) => shown[index]}
          rowKey={(attribute) => attribute.name}
          empty={
            <EmptyState
              icon={SearchX}
              title={t`No attribute contains “${text}”`}
              action={
                <Button onPress={() => setQuery({ q: '' })}>
                  <Trans>Show all attributes</Trans>
                </Button>
              }
            />
          }
        />
      )}
    </Page>
  )
}

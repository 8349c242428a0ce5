import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Blocks, Plus, SearchX } from 'lucide-react'
import { useState } from 'react'
import { hrefTo, navigate, Page, setQuery, useRoute } from '../../app'
import {
  Button,
  DataTable,
  Drawer,
  EmptyState,
  LinkButton,
  ReadError,
  SearchField,
  SkeletonRows,
} from '../../components'
import { attributeLabel } from '../../i18n'
import { type AttributeItem, useCommand } from '../../platform'
import { useNarrow } from '../rules/useNarrow'
import { AttributeEditor } from './AttributeEditor'
import styles from './attributes.module.css'
import { Sides } from './Sides'
import { useColumns } from './useColumns'

const close = () => navigate(hrefTo('attributes'))

/** The custom attribute that the address opens: `null` for a new one, `undefined` for none. */
function opened(path: readonly string[], all: readonly AttributeItem[]) {
  if (path[0] === 'new') return null
  if (path[0] !== 'edit') return undefined
  return all.find((one) => one.custom && one.name === path[1])
}

function Nothing() {
  const { t } = useLingui()
  return (
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
  )
}

/** What is known of people: each attribute with where it is read from and what uses it. */
export function Incoming() {
  const { t } = useLingui()
  const route = useRoute()
  const isNarrow = useNarrow()
  const [footer, setFooter] = useState<HTMLElement | null>(null)
  const text = route?.query.q ?? ''
  const columns = useColumns()
  const listed = useCommand('attributes.list', {})
  const { data, error } = listed
  const all = data?.attributes ?? []
  const wanted = text.trim().toLowerCase()
  const shown = all.filter((a) =>
    [a.name, attributeLabel(a), a.from ?? '', a.expression ?? ''].some((part) =>
      part.toLowerCase().includes(wanted),
    ),
  )
  const attribute = opened(route?.path ?? [], all)
  const isOpen = data !== undefined && attribute !== undefined
  const title = attribute ? t`Edit attribute` : t`New attribute`
  const foot = <div ref={setFooter} className={styles.foot} />
  const editor = isOpen && (
    <AttributeEditor key={attribute?.name ?? ''} {...{ attribute, footer }} onClose={close} />
  )
  return (
    <Page
      title={t`Attributes`}
      subtitle={data && <Plural value={all.length} one="# attribute" other="# attributes" />}
      actions={
        <>
          {all.length > 0 && (
            <div className={styles.search}>
              <SearchField
                label={t`Find an attribute`}
                value={text}
                onChange={(q) => setQuery({ q })}
              />
            </div>
          )}
          <Button
            variant="primary"
            icon={Plus}
            onPress={() => navigate(hrefTo('attributes', ['new']))}
          >
            <Trans>Add an attribute</Trans>
          </Button>
        </>
      }
      panel={
        editor && !isNarrow
          ? { title, openLabel: title, children: editor, footer: foot }
          : undefined
      }
      fill
    >
      <Sides selected="in" />
      {error && !data && <ReadError error={error} onRetry={() => listed.refetch()} />}
      {!data && !error && <SkeletonRows rows={8} />}
      {data && all.length === 0 && <Nothing />}
      {all.length > 0 && (
        <DataTable
          label={t`Attributes`}
          columns={columns}
          count={shown.length}
          rowAt={(index) => shown[index]}
          rowKey={(one) => one.name}
          current={attribute?.name}
          onOpen={(one) => one.custom && navigate(hrefTo('attributes', ['edit', one.name]))}
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
      {editor && isNarrow && (
        <Drawer title={title} isOpen onClose={close} footer={foot}>
          {editor}
        </Drawer>
      )}
    </Page>
  )
}

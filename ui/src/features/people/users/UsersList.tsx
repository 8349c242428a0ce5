import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Download, SearchX, Users } from 'lucide-react'
import { useState } from 'react'
import { hrefTo, navigate, Page, setQuery, toast, useRoute } from '../../../app'
import {
  Button,
  DataTable,
  EmptyState,
  LinkButton,
  ReadError,
  SearchField,
  SkeletonRows,
  useList,
} from '../../../components'
import { call, type PageRequest, saveFile, toAppError, useCommand } from '../../../platform'
import { SavedViews } from '../../views/SavedViews'
import { EditBanner } from '../editing/EditBanner'
import { ListTabs } from '../ListTabs'
import styles from '../people.module.css'
import { AddUser } from './AddUser'
import {
  asked,
  changeFilter,
  everybody,
  isAbsent,
  isNarrowed,
  readWithin,
  type UserFilter,
  useUserFilter,
  type Within,
} from './filter'
import { UserFilters } from './UserFilters'
import { type UserRow, useUserColumns } from './useUserColumns'

interface Asked {
  filter: UserFilter
  within: Within
  text: string
  language: string
}

const request = ({ filter, within, text, language }: Asked) => ({
  text,
  order: { ...filter.sort, language },
  filter: asked(filter, within),
})

/** Reads a page of people; of those whom no source delivers where the filter asks for them. */
async function load(ask: Asked, page: PageRequest): Promise<{ total: number; items: UserRow[] }> {
  const { filter, text } = ask
  const { order } = request(ask)
  if (!isAbsent(filter)) return call('people.list', { ...request(ask), page })
  const { directory, state } = filter
  return call('people.absent', { directory, state, text, page, order })
}

function Nobody({ text, onEverybody }: { text: string; onEverybody?: () => void }) {
  const { t } = useLingui()
  if (!onEverybody) {
    return (
      <EmptyState
        icon={Users}
        title={t`Nobody yet`}
        action={
          <LinkButton href={hrefTo('connections')}>
            <Trans>Go to Connections</Trans>
          </LinkButton>
        }
      >
        <Trans>People appear here when a source has been read for the first time.</Trans>
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon={SearchX}
      title={text ? t`Nobody matches “${text}”` : t`Nobody is in this list`}
      action={
        <Button onPress={onEverybody}>
          <Trans>Show everyone</Trans>
        </Button>
      }
    >
      {text ? (
        <Trans>Names, addresses and groups were searched.</Trans>
      ) : (
        <Trans>No person fits all the filters.</Trans>
      )}
    </EmptyState>
  )
}

function Export({ ask }: { ask: Asked }) {
  const { t } = useLingui()
  const [isPending, setPending] = useState(false)
  const save = async () => {
    setPending(true)
    try {
      const page = { offset: 0, limit: 200 }
      const file = await call('people.export', { ...request(ask), page })
      await saveFile(file.name, file.text)
    } catch (thrown) {
      toast({ tone: 'bad', text: toAppError(thrown).message })
    } finally {
      setPending(false)
    }
  }
  return (
    <Button icon={Download} onPress={save} isPending={isPending}>
      {t`Save as CSV`}
    </Button>
  )
}

/** Everybody in all directories: found as one types, narrowed, in any order. */
export function UsersList() {
  const { t, i18n } = useLingui()
  const query = useRoute()?.query ?? {}
  const filter = useUserFilter()
  const text = query.q ?? ''
  const within = readWithin(query)
  const ask = { filter, within, text, language: i18n.locale }
  const { data: directories } = useCommand('directories.list', {})
  const several = (directories?.items.length ?? 0) > 1
  const columns = useUserColumns(several)
  const absent = isAbsent(filter)
  const people = useList({
    key: [absent ? 'people.absent' : 'people.list', ask],
    load: (page) => load(ask, page),
  })
  const { data, error, refetch } = people.first
  const isAsked = text !== '' || isNarrowed(filter) || within.group !== null || within.unit !== null
  const isEmpty = data?.total === 0
  const showEverybody = () => {
    changeFilter({ ...everybody, sort: filter.sort })
    navigate(hrefTo('people'), { replace: true })
  }
  return (
    <Page
      title={t`People`}
      subtitle={
        data &&
        (isAsked ? (
          <Plural value={data.total} one="# person found" other="# people found" />
        ) : (
          <Plural value={data.total} one="# person" other="# people" />
        ))
      }
      actions={
        (isAsked || (data && !isEmpty)) && (
          <>
            <div className={styles.search}>
              <SearchField
                label={t`Find a person`}
                placeholder={t`Name, address or group`}
                value={text}
                onChange={(q) => setQuery({ q })}
              />
            </div>
            <SavedViews
              list="people"
              current={{ ...query, filter: JSON.stringify(filter) }}
              onApply={({ filter: kept, ...wanted }) => {
                if (kept) changeFilter({ ...everybody, ...JSON.parse(kept) })
                navigate(hrefTo('people', [], wanted), { replace: true })
              }}
            />
            {!isEmpty && <Export ask={ask} />}
            <AddUser directories={directories?.items ?? []} />
          </>
        )
      }
      fill
    >
      {directories?.items.map(
        ({ name, editWindow }) => editWindow && <EditBanner key={name} window={editWindow} />,
      )}
      <ListTabs selected="users" />
      {(isAsked || (data && !isEmpty)) && <UserFilters filter={filter} within={within} />}
      {error && !data && <ReadError error={error} onRetry={() => refetch()} />}
      {!data && !error && <SkeletonRows rows={12} />}
      {isEmpty && <Nobody text={text} onEverybody={isAsked ? showEverybody : undefined} />}
      {data && !isEmpty && (
        <DataTable
          label={t`People`}
          columns={columns}
          {...people.rows}
          rowKey={(person) => `${person.directory} ${person.user}`}
          rowName={(person) => person.name || person.user}
          sort={filter.sort}
          onSort={(sort) => changeFilter({ sort })}
          onOpen={({ user, directory }) =>
            navigate(hrefTo('people', [user], { directory: several ? directory : undefined }))
          }
        />
      )}
    </Page>
  )
}

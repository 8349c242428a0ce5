import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleCheck, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { Page, setQuery, toast, useRoute } from '../../app'
import {
  Button,
  type Column,
  DataTable,
  EmptyState,
  ReadError,
  SearchField,
  type Selection,
  SkeletonRows,
  selectNone,
  useList,
  useStepWords,
} from '../../components'
import { Time } from '../../i18n'
import { call, type DiscardItem, toAppError } from '../../platform'
import { RunsTabs } from './RunsTabs'
import styles from './runs.module.css'
import { UserLink } from './UserLink'

const pageOfIds = 200

/** The ids of a found list without those taken out of the selection. */
async function idsOf(text: string, total: number, { all, keys }: Selection) {
  if (!all) return [...keys]
  const ids: string[] = []
  for (let offset = 0; offset < total; offset += pageOfIds) {
    const page = { offset, limit: pageOfIds }
    const { items } = await call('discards.list', { target: null, text, page })
    ids.push(...items.map((item) => item.id).filter((id) => !keys.has(id)))
  }
  return ids
}

function useTakeBack(onDone: () => void) {
  const { t } = useLingui()
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (which: { text: string; total: number; selection: Selection }) =>
      call('discards.take_back', {
        ids: await idsOf(which.text, which.total, which.selection),
      }),
    onSuccess: () => {
      toast({ text: t`Taken back. The next run plans it again.` })
      onDone()
    },
    onError: (thrown) => toast({ tone: 'bad', text: toAppError(thrown).message }),
    onSettled: () => client.invalidateQueries(),
  })
}

function useColumns(onTakeBack: (item: DiscardItem) => void): Column<DiscardItem>[] {
  const { t } = useLingui()
  const word = useStepWords()
  return [
    {
      id: 'user',
      header: t`Person`,
      width: 'minmax(0, 1.4fr)',
      cell: (item) => <UserLink user={item.user} />,
    },
    {
      id: 'step',
      header: t({ message: 'Change', context: 'head of a column: what changes' }),
      width: 'minmax(0, 1.2fr)',
      cell: (item) => (
        <>
          {word(item)}
          <small>
            {item.target}
            {item.slot && ` · ${item.slot}`}
          </small>
        </>
      ),
    },
    {
      id: 'who',
      header: t`Discarded by`,
      width: 'minmax(0, 1fr)',
      cell: (item) => (
        <>
          {item.who}
          <small>
            <Time at={item.at} />
          </small>
        </>
      ),
    },
    {
      id: 'back',
      header: t`Action`,
      width: '116px',
      align: 'end',
      cell: (item) => (
        <Button small aria-label={t`Take back for ${item.user}`} onPress={() => onTakeBack(item)}>
          <Trans>Take back</Trans>
        </Button>
      ),
    },
  ]
}

function Nothing({ text }: { text: string }) {
  const { t } = useLingui()
  return text ? (
    <EmptyState
      icon={CircleCheck}
      title={t`Nothing discarded matches “${text}”`}
      action={
        <Button onPress={() => setQuery({ q: '' })}>
          <Trans>Show all</Trans>
        </Button>
      }
    >
      <Trans>People and values were searched.</Trans>
    </EmptyState>
  ) : (
    <EmptyState icon={CircleCheck} title={t`Nothing is discarded`}>
      <Trans>
        When a guard holds changes and you discard them, they are remembered here until rules do not
        want them either, or you take them back.
      </Trans>
    </EmptyState>
  )
}

/** Held changes that were given up: they stay away until they are taken back or no rule wants them. */
export function Discarded() {
  const { t } = useLingui()
  const text = useRoute()?.query.q ?? ''
  const [selection, setSelection] = useState<Selection>(selectNone)
  const taking = useTakeBack(() => setSelection(selectNone))
  const columns = useColumns(({ id }) =>
    taking.mutate({ text, total: 1, selection: { all: false, keys: new Set([id]) } }),
  )
  const discards = useList({
    key: ['discards.list', text],
    load: (page) => call('discards.list', { target: null, text, page }),
  })
  const { data, error, refetch } = discards.first
  const total = data?.total ?? 0
  const chosen = selection.all ? total - selection.keys.size : selection.keys.size
  return (
    <Page
      title={t`Runs`}
      subtitle={
        data && <Plural value={data.total} one="# change discarded" other="# changes discarded" />
      }
      actions={
        <>
          {(text || (data && data.total > 0)) && (
            <div className={styles.search}>
              <SearchField
                label={t`Find a person or value`}
                value={text}
                onChange={(q) => setQuery({ q })}
              />
            </div>
          )}
          {chosen > 0 && (
            <Button
              variant="primary"
              icon={Undo2}
              isPending={taking.isPending}
              onPress={() => taking.mutate({ text, total, selection })}
            >
              <Plural value={chosen} one="Take # back" other="Take # back" />
            </Button>
          )}
        </>
      }
      fill
    >
      <RunsTabs selected="discarded" />
      {error && !data && <ReadError error={error} onRetry={() => refetch()} />}
      {!data && !error && <SkeletonRows rows={8} />}
      {data?.total === 0 && <Nothing text={text} />}
      {data && data.total > 0 && (
        <DataTable
          label={t`Discarded changes`}
          columns={columns}
          {...discards.rows}
          rowKey={(item) => item.id}
          rowName={(item) => item.user}
          selection={selection}
          onSelect={setSelection}
        />
      )}
    </Page>
  )
}

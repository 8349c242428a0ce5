import { Trans, useLingui } from '@lingui/react/macro'
import { Download, Activity as Pulse, SearchX } from 'lucide-react'
import { useState } from 'react'
import { hrefTo, navigate, Page, toast, useRoute } from '../../app'
import { Button, DataTable, EmptyState, ReadError, SkeletonRows, useList } from '../../components'
import { call, saveFile, toAppError } from '../../platform'
import { SavedViews } from '../views/SavedViews'
import { useRemembered } from '../views/useRemembered'
import { Filters } from './Filters'
import { type ActivityFilter, readFilter, startOf } from './filter'
import { useColumns } from './useColumns'

const request = (filter: ActivityFilter) => ({
  from: startOf(filter.range, new Date()),
  to: null,
  kind: filter.kind,
  status: filter.status,
  text: filter.text,
})

function Export({ filter }: { filter: ActivityFilter }) {
  const { t } = useLingui()
  const [isPending, setPending] = useState(false)
  const save = async () => {
    setPending(true)
    try {
      const page = { offset: 0, limit: 200 }
      const file = await call('activity.export', { ...request(filter), page })
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

function Nothing({ isFiltered }: { isFiltered: boolean }) {
  const { t } = useLingui()
  return isFiltered ? (
    <EmptyState
      icon={SearchX}
      title={t`Nothing of this kind happened`}
      action={
        <Button onPress={() => navigate(hrefTo('activity'), { replace: true })}>
          <Trans>Show everything</Trans>
        </Button>
      }
    >
      <Trans>No entry fits all the filters.</Trans>
    </EmptyState>
  ) : (
    <EmptyState icon={Pulse} title={t`Nothing has happened yet`}>
      <Trans>
        Every run, every change of a rule and every failure is written down here, with who did it
        and when.
      </Trans>
    </EmptyState>
  )
}

/** All that happened, newest first, day by day. */
export default function ActivityScreen() {
  const { t } = useLingui()
  const query = useRoute()?.query ?? {}
  useRemembered('activity', query, ['range', 'kind', 'status'])
  const filter = readFilter(query)
  const asked = request(filter)
  const entries = useList({
    key: ['activity.list', asked],
    load: (page) => call('activity.list', { ...asked, page }),
  })
  const columns = useColumns(entries.rows.rowAt)
  const { data, error, refetch } = entries.first
  const isFiltered =
    filter.range !== 'all' || filter.kind !== null || filter.status !== null || filter.text !== ''
  const isEmpty = data?.total === 0
  return (
    <Page
      title={t`Activity`}
      subtitle={<Trans>What happened, when, and who did it.</Trans>}
      actions={
        data && (
          <>
            <SavedViews
              list="activity"
              current={query}
              onApply={(view) => navigate(hrefTo('activity', [], view), { replace: true })}
            />
            {!isEmpty && <Export filter={filter} />}
          </>
        )
      }
      fill
    >
      {error && !data && <ReadError error={error} onRetry={() => refetch()} />}
      {!data && !error && <SkeletonRows rows={10} height={40} />}
      {data && (
        <>
          {(!isEmpty || isFiltered) && <Filters filter={filter} kinds={data.kinds} />}
          {isEmpty ? (
            <Nothing isFiltered={isFiltered} />
          ) : (
            <DataTable
              label={t`Activity`}
              columns={columns}
              {...entries.rows}
              rowHeight={40}
              rowKey={(item) => String(item.seq)}
            />
          )}
        </>
      )}
    </Page>
  )
}

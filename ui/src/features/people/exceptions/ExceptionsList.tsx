import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { UserPen } from 'lucide-react'
import { useState } from 'react'
import { hrefTo, navigate, Page } from '../../../app'
import {
  Button,
  type Column,
  DataTable,
  EmptyState,
  ReadError,
  SkeletonRows,
  StatusWord,
} from '../../../components'
import { type ExceptionItem, useCommand } from '../../../platform'
import { ListTabs } from '../ListTabs'
import { ExceptionDialog } from './ExceptionDialog'
import { Until } from './ExceptionsCard'
import styles from './exceptions.module.css'
import { Named } from './Named'

function useColumns(): Column<ExceptionItem>[] {
  const { t } = useLingui()
  return [
    {
      id: 'person',
      header: t`Person`,
      width: 'minmax(0, 1.2fr)',
      cell: ({ person, exception }) => (
        <>
          {person?.name ?? exception.user}
          <small>{person ? person.user : t`in no directory`}</small>
        </>
      ),
    },
    {
      id: 'values',
      header: t`Gives and withholds`,
      width: 'minmax(0, 1.5fr)',
      cell: ({ exception }) => <Named exception={exception} />,
    },
    {
      id: 'reason',
      header: t`Reason`,
      width: 'minmax(0, 1.5fr)',
      cell: ({ exception }) => exception.reason,
    },
    {
      id: 'until',
      header: t`Holds`,
      width: '170px',
      cell: (item) => (
        <StatusWord tone={item.isOver ? 'idle' : 'ok'}>
          <Until item={item} />
        </StatusWord>
      ),
    },
  ]
}

/** All exceptions, the first deciding where a person has several. */
export function ExceptionsList() {
  const { t } = useLingui()
  const [isAdding, setAdding] = useState(false)
  const columns = useColumns()
  const listed = useCommand('exceptions.list', {})
  const { data, error } = listed
  const all = data?.exceptions ?? []
  return (
    <Page
      title={t`People`}
      subtitle={data && <Plural value={all.length} one="# exception" other="# exceptions" />}
      actions={
        <Button variant="primary" isDisabled={!data} onPress={() => setAdding(true)}>
          <Trans>Add an exception</Trans>
        </Button>
      }
      fill
    >
      <ListTabs selected="exceptions" />
      {error && !data && <ReadError error={error} onRetry={() => listed.refetch()} />}
      {!data && !error && <SkeletonRows rows={6} />}
      {data && all.length === 0 && (
        <EmptyState
          icon={UserPen}
          title={t`No exceptions`}
          action={
            <Button onPress={() => setAdding(true)}>
              <Trans>Add an exception</Trans>
            </Button>
          }
        >
          <Trans>
            An exception gives one person something, or keeps it from them, for a time and with a
            reason. It stands above all rules.
          </Trans>
        </EmptyState>
      )}
      {all.length > 0 && (
        <div className={styles.table}>
          <DataTable
            label={t`Exceptions`}
            columns={columns}
            count={all.length}
            rowAt={(index) => all[index]}
            rowKey={(item) => `${all.indexOf(item)}`}
            rowHeight={52}
            onOpen={(item) => navigate(hrefTo('people', [item.exception.user]))}
          />
        </div>
      )}
      {isAdding && data && (
        <ExceptionDialog version={data.version} onClose={() => setAdding(false)} />
      )}
    </Page>
  )
}

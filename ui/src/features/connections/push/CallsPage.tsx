import { Trans, useLingui } from '@lingui/react/macro'
import { PhoneIncoming, SearchX } from 'lucide-react'
import { useState } from 'react'
import { hrefTo, Page, setQuery, useRoute } from '../../../app'
import {
  Button,
  Checkbox,
  type Column,
  DataTable,
  EmptyState,
  LinkButton,
  ReadError,
  SearchField,
  Select,
  SkeletonRows,
  useList,
} from '../../../components'
import { Time, useEngineWords } from '../../../i18n'
import { call, type PushCallItem } from '../../../platform'
import { CallWords } from './CallWords'
import styles from './push.module.css'

const any = 'any'
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

function useColumns(): Column<PushCallItem>[] {
  const { t } = useLingui()
  const said = useEngineWords()
  return [
    {
      id: 'at',
      header: t`When`,
      width: '128px',
      cell: (item) => <Time at={item.at} />,
    },
    {
      id: 'call',
      header: t`Call`,
      width: 'minmax(0, 2fr)',
      cell: (item) => (
        <>
          {item.method} {item.path}
          <small title={item.filter}>{item.filter}</small>
        </>
      ),
    },
    {
      id: 'who',
      header: t`From`,
      width: 'minmax(0, 1fr)',
      cell: (item) => (
        <>
          {item.token || <span className={styles.faint}>{t`not let in`}</span>}
          <small>{item.address}</small>
        </>
      ),
    },
    {
      id: 'answer',
      header: t`Answer`,
      width: 'minmax(0, 1.6fr)',
      cell: (item) => (
        <>
          <span className={item.status >= 400 ? styles.bad : undefined}>
            {item.status} {item.scimType}
          </span>
          <small title={said(item.means ?? '')}>{said(item.means ?? '')}</small>
        </>
      ),
    },
  ]
}

/** The SCIM calls that a directory received, with what each refusal means and what to do. */
export function CallsPage({ directory }: { directory: string }) {
  const { t } = useLingui()
  const columns = useColumns()
  const query = useRoute()?.query ?? {}
  const [shown, setShown] = useState<PushCallItem | null>(null)
  const ask = {
    directory,
    failed: query.failed === '1',
    method: query.method || null,
    status: null,
    text: query.q ?? '',
    from: null,
    until: null,
  }
  const calls = useList({
    key: ['push.calls', ask],
    load: (page) => call('push.calls', { ...ask, page }),
  })
  const { data, error, refetch } = calls.first
  const isAsked = ask.failed || ask.method !== null || ask.text !== ''
  const isEmpty = data?.total === 0
  return (
    <Page
      title={t`Calls to ${directory}`}
      subtitle={<Trans>Kept for 30 days.</Trans>}
      back={{
        href: hrefTo('connections', ['directory', directory, 'push']),
        label: t`SCIM push to ${directory}`,
      }}
      fill
    >
      {(isAsked || !isEmpty) && (
        <div className={styles.filters}>
          <Select
            label={t`Method`}
            hideLabel
            value={ask.method ?? any}
            onChange={(word) => setQuery({ method: word === any ? undefined : word })}
            options={[
              { value: any, label: t`Any method` },
              ...methods.map((word) => ({ value: word, label: word })),
            ]}
          />
          <Checkbox
            label={t`Refused only`}
            isSelected={ask.failed}
            onChange={(on) => setQuery({ failed: on ? '1' : undefined })}
          />
          <div className={styles.search}>
            <SearchField
              label={t`Find in calls`}
              value={ask.text}
              onChange={(q) => setQuery({ q })}
            />
          </div>
        </div>
      )}
      {error && !data && <ReadError error={error} onRetry={() => refetch()} />}
      {!data && !error && <SkeletonRows rows={10} />}
      {isEmpty && !isAsked && (
        <EmptyState
          icon={PhoneIncoming}
          title={t`No call was received yet`}
          action={
            <LinkButton href={hrefTo('connections', ['directory', directory, 'push'])}>
              <Trans>What to enter at the provider</Trans>
            </LinkButton>
          }
        >
          <Trans>Calls appear here as soon as the provider writes.</Trans>
        </EmptyState>
      )}
      {isEmpty && isAsked && (
        <EmptyState
          icon={SearchX}
          title={t`No call fits the filters`}
          action={
            <Button
              onPress={() => setQuery({ method: undefined, failed: undefined, q: undefined })}
            >
              <Trans>Show all calls</Trans>
            </Button>
          }
        />
      )}
      {data && !isEmpty && (
        <DataTable
          label={t`Calls`}
          columns={columns}
          {...calls.rows}
          rowHeight={52}
          rowKey={(item) => String(item.id)}
          onOpen={setShown}
          current={shown ? String(shown.id) : undefined}
        />
      )}
      {shown && <CallWords item={shown} onClose={() => setShown(null)} />}
    </Page>
  )
}

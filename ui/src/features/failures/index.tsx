import { plural } from '@lingui/core/macro'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { CircleAlert, CircleCheck, ClipboardCopy, Download } from 'lucide-react'
import { useState } from 'react'
import { hrefTo, Page, setQuery, useRoute } from '../../app'
import {
  Banner,
  Button,
  EmptyState,
  LinkButton,
  type Selection,
  SelectionBar,
  SkeletonRows,
  selectedCount,
  selectNone,
  useCauseWords,
} from '../../components'
import { Time } from '../../i18n'
import { call, type FailureItem, useCommand } from '../../platform'
import { useExport } from '../views/useExport'
import { FailuresTable } from './FailuresTable'
import { Remedy } from './Remedy'
import { RetryButton } from './RetryButton'
import { useFailureFilter } from './useFailureFilter'
import { WhyPerson } from './WhyPerson'

/** Stands in for the banner of a cause that the Overview no longer shows. */
const gone = { since: 0, values: [], rules: [], sample: '', actions: [] }

/** Who could not be done, why, and what to do: the people of one cause in one target. */
export default function Failures({ target, cause }: { target: string; cause: string }) {
  const { t } = useLingui()
  const causes = useCauseWords()
  const { filter, sort, onSort } = useFailureFilter(target, cause)
  const [selection, setSelection] = useState<Selection>(selectNone)
  const [row, setRow] = useState<FailureItem | null>(null)
  const first = useCommand(
    'failures.list',
    { ...filter, page: { offset: 0, limit: 1 } },
    { placeholderData: (before) => before },
  )
  const exporting = useExport()
  const page = { offset: 0, limit: 200 }
  const chosen = { all: selection.all, keys: [...selection.keys] }
  const written = () => call('failures.export', { ...filter, chosen, page })
  const route = useRoute()
  const text = route?.query.q ?? ''
  const list = first.data
  const banner = list?.banner ?? null
  const total = list?.total ?? 0
  const title = banner ? causes.title(banner) : causes.name(cause)
  const back = { href: hrefTo('overview'), label: t`Back to Overview` }
  const shownRow = row ?? list?.items[0] ?? null

  if (first.error && !list) {
    return (
      <Page title={title} back={back}>
        <EmptyState
          icon={CircleAlert}
          title={t`The list could not be read`}
          action={<Button onPress={() => first.refetch()}>{t`Try again`}</Button>}
        >
          {first.error.message}
        </EmptyState>
      </Page>
    )
  }
  if (list && !banner && total === 0 && text === '') {
    return (
      <Page title={title} back={back}>
        <EmptyState
          icon={CircleCheck}
          title={t`This is settled`}
          action={
            <LinkButton href={hrefTo('overview')}>
              <Trans>Go to Overview</Trans>
            </LinkButton>
          }
        >
          {t`Nobody in ${target} is affected by it any more.`}
        </EmptyState>
      </Page>
    )
  }
  return (
    <Page
      title={title}
      back={back}
      fill
      subtitle={
        banner && (
          <>
            <Plural value={banner.people} one="# person" other="# people" /> ·{' '}
            <Trans>
              since <Time at={banner.since} />
            </Trans>
          </>
        )
      }
      actions={
        <>
          <Button
            icon={Download}
            isDisabled={total === 0}
            isPending={exporting.isPending}
            onPress={() => exporting.save(() => call('failures.export', { ...filter, page }))}
          >
            {t`Save as CSV`}
          </Button>
          <RetryButton
            cause={cause}
            target={target}
            people={banner?.people ?? total}
            total={total}
            filter={filter}
            selection={selection}
            canRetry={banner?.actions.includes('retry') ?? total > 0}
            onDone={() => setSelection(selectNone)}
          />
        </>
      }
      panel={{
        title: t`What to do`,
        openLabel: t`What to do`,
        size: 'small',
        children: (
          <>
            {list ? (
              <Remedy
                banner={banner ?? { ...gone, cause, target, people: total }}
                selection={selection}
              />
            ) : (
              <SkeletonRows rows={2} height={28} />
            )}
            {shownRow && <WhyPerson row={shownRow} target={target} />}
          </>
        ),
      }}
    >
      {list && !banner && total > 0 && (
        <Banner tone="info" title={t`This was dismissed or is being settled`}>
          {t`${plural(total, { one: '# person is still listed.', other: '# people are still listed.' })}`}
        </Banner>
      )}
      <FailuresTable
        filter={filter}
        total={list?.total}
        text={text}
        onText={(q) => {
          setQuery({ q })
          setSelection(selectNone)
        }}
        sort={sort}
        onSort={onSort}
        selection={selection}
        onSelect={setSelection}
        current={shownRow?.user}
        onOpen={setRow}
      />
      <SelectionBar
        count={selectedCount(selection, total)}
        onClear={() => setSelection(selectNone)}
      >
        <Button icon={ClipboardCopy} onPress={() => exporting.copy(written)}>
          <Trans>Copy</Trans>
        </Button>
        <Button icon={Download} onPress={() => exporting.save(written)}>
          {t`Save as CSV`}
        </Button>
      </SelectionBar>
    </Page>
  )
}

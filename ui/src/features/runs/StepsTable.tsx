import { Trans, useLingui } from '@lingui/react/macro'
import { CircleCheck, ClipboardCopy, Download } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { hrefTo, navigate, setQuery, useRoute } from '../../app'
import {
  Button,
  type Column,
  DataTable,
  EmptyState,
  FilterButtons,
  ReadError,
  SearchField,
  type Selection,
  SelectionBar,
  SkeletonRows,
  StatusWord,
  selectedCount,
  selectNone,
  useList,
  useStepReason,
  useStepWords,
} from '../../components'
import { Time, useFormat } from '../../i18n'
import { call, type RunCount, type RunStep, type RunSummary, useCommand } from '../../platform'
import { useNarrow } from '../rules/useNarrow'
import { SavedViews } from '../views/SavedViews'
import { useExport } from '../views/useExport'
import { useSort } from '../views/useSort'
import { DecideChosen } from './DecideChosen'
import styles from './runs.module.css'
import { readStepFilter, StepFilters } from './StepFilters'
import { UserLink } from './UserLink'
import { useStateWords } from './useStateWords'

const filters = ['all', 'failed', 'held', 'not_sent', 'done'] as const
type Filter = (typeof filters)[number]
const isFilter = (word: string | undefined): word is Filter =>
  (filters as readonly (string | undefined)[]).includes(word)

const sortable = ['user', 'change', 'rule', 'result', 'answered']

function useColumns(): Column<RunStep>[] {
  const { t } = useLingui()
  const { list } = useFormat()
  const isNarrow = useNarrow()
  const word = useStepWords()
  const reason = useStepReason()
  const state = useStateWords()
  const columns: (Column<RunStep> | false)[] = [
    {
      id: 'user',
      header: t`Person`,
      width: 'minmax(0, 1.4fr)',
      sortable: true,
      cell: (step) => <UserLink user={step.user} />,
    },
    {
      id: 'change',
      header: t({ message: 'Change', context: 'head of a column: what changes' }),
      width: 'minmax(0, 1.3fr)',
      sortable: true,
      cell: (step) => (
        <>
          {word(step)}
          <small>
            {step.target}
            {step.slot && ` · ${step.slot}`}
          </small>
        </>
      ),
    },
    {
      id: 'rule',
      header: t`Rule`,
      width: 'minmax(0, 1fr)',
      sortable: true,
      cell: (step) =>
        step.rules.length > 0 ? (
          <span className={styles.twoLines}>{list(step.rules)}</span>
        ) : (
          <span className={styles.twoLines}>{reason(step.kind)}</span>
        ),
    },
    {
      id: 'result',
      header: t`Result`,
      width: isNarrow ? 'minmax(0, 1.35fr)' : 'minmax(0, 1.6fr)',
      sortable: true,
      cell: (step) => {
        const { tone, word: shown, why } = state(step)
        return (
          <span title={why}>
            <StatusWord tone={tone} active={step.state === 'sending'}>
              {shown}
            </StatusWord>
            {why && why !== shown && <small>{why}</small>}
          </span>
        )
      },
    },
    // A narrow window has no room for it; the panel of a step tells it.
    !isNarrow && {
      id: 'answered',
      header: t`Answered`,
      width: '124px',
      align: 'end',
      sortable: true,
      cell: (step) =>
        step.at === null ? <span className={styles.zero}>—</span> : <Time at={step.at} as="time" />,
    },
  ]
  return columns.filter((column) => column !== false)
}

function useFilters(run: RunSummary): { id: Filter; label: string; count: number | null }[] {
  const { t } = useLingui()
  return [
    { id: 'all', label: t`All`, count: null },
    { id: 'failed', label: t`Failed`, count: run.failed },
    { id: 'held', label: t`Held`, count: run.held },
    { id: 'not_sent', label: t`Not sent`, count: run.notSent },
    { id: 'done', label: t`Done`, count: run.done },
  ]
}

/** Every step of a run, what failed first; filters stand in the address, and a row shows why beside the list. */
export function StepsTable({
  run,
  counts,
  current,
  onOpen,
}: {
  run: RunSummary
  counts: readonly RunCount[]
  current: RunStep | null
  onOpen: (step: RunStep) => void
}) {
  const { t } = useLingui()
  const route = useRoute()
  const columns = useColumns()
  const shown = useFilters(run)
  const query = route?.query ?? {}
  const state = isFilter(query.state) ? query.state : 'all'
  const wanted = state === 'all' ? null : state
  const text = query.q ?? ''
  const filter = readStepFilter(query)
  const { sort, onSort, asked } = useSort(sortable, { column: 'result', descending: false })
  const narrowed = { run: run.id, state: wanted, text, ...filter, target: filter.target ?? null }
  const ask = { ...narrowed, ...asked }
  // What is chosen is chosen of the steps that are listed.
  const listed = JSON.stringify(narrowed)
  const [choice, setChoice] = useState<{ of: string; rows: Selection }>({
    of: listed,
    rows: selectNone,
  })
  const selection = choice.of === listed ? choice.rows : selectNone
  const onSelect = (rows: Selection) => setChoice({ of: listed, rows })
  const { data: rules } = useCommand('rules.list', {}, { select: (list) => list.rules })
  const steps = useList({
    key: ['runs.steps', ask],
    load: (page) => call('runs.steps', { ...ask, page }),
  })
  const { data, error, refetch } = steps.first
  const section = useRef<HTMLElement>(null)
  // A link such as "Review" leads to the steps themselves.
  useEffect(() => {
    if (wanted !== null) section.current?.scrollIntoView?.({ block: 'start' })
  }, [wanted])
  const exporting = useExport()
  const chosen = { all: selection.all, keys: [...selection.keys] }
  const page = { offset: 0, limit: 200 }
  const written = () => call('runs.export', { ...ask, chosen, page })
  return (
    <section ref={section} className={styles.steps} aria-label={t`Steps`}>
      <div className={styles.stepsBar}>
        <div className={styles.shown}>
          <FilterButtons
            label={t`Show`}
            selected={state}
            onSelect={(id) => setQuery({ state: id === 'all' ? undefined : id })}
            options={shown}
          />
          <Button
            icon={Download}
            isPending={exporting.isPending}
            onPress={() => exporting.save(() => call('runs.export', { ...ask, page }))}
          >
            {t`Save as CSV`}
          </Button>
        </div>
        <StepFilters
          filter={filter}
          facets={{ places: counts, rules: (rules ?? []).map(({ rule }) => rule.name) }}
        >
          <SearchField label={t`Find a person`} value={text} onChange={(q) => setQuery({ q })} />
          <SavedViews
            list="steps"
            current={query}
            onApply={(view) => navigate(hrefTo('runs', [run.id], view), { replace: true })}
          />
        </StepFilters>
      </div>
      {error && !data ? (
        <ReadError error={error} onRetry={() => refetch()} />
      ) : data ? (
        <DataTable
          label={t`Steps`}
          columns={columns}
          {...steps.rows}
          rowKey={(step) => String(step.id)}
          rowName={(step) => step.user}
          sort={sort}
          onSort={onSort}
          selection={selection}
          onSelect={onSelect}
          current={current ? String(current.id) : undefined}
          onOpen={onOpen}
          empty={
            <EmptyState icon={CircleCheck} title={t`No steps here`}>
              {text ? (
                <Trans>Nobody whose userName contains “{text}” has a step of this kind.</Trans>
              ) : (
                <Trans>This run has no steps of this kind.</Trans>
              )}
            </EmptyState>
          }
        />
      ) : (
        <SkeletonRows rows={6} />
      )}
      <SelectionBar
        count={data ? selectedCount(selection, data.total) : 0}
        onClear={() => onSelect(selectNone)}
      >
        {run.held > 0 && (
          <DecideChosen steps={{ ...ask, chosen, page }} onDone={() => onSelect(selectNone)} />
        )}
        <Button icon={ClipboardCopy} onPress={() => exporting.copy(written)}>
          <Trans>Copy</Trans>
        </Button>
        <Button icon={Download} onPress={() => exporting.save(written)}>
          {t`Save as CSV`}
        </Button>
      </SelectionBar>
    </section>
  )
}

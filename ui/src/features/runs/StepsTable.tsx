import { Trans, useLingui } from '@lingui/react/macro'
import { CircleCheck, Download } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Link } from 'react-aria-components'
import { hrefTo, navigate, setQuery, toast, useRoute } from '../../app'
import {
  Button,
  type Column,
  DataTable,
  EmptyState,
  FilterButtons,
  ReadError,
  SearchField,
  SkeletonRows,
  StatusWord,
  useList,
  useStepReason,
  useStepWords,
} from '../../components'
import { Time, useFormat } from '../../i18n'
import {
  call,
  type RunCount,
  type RunStep,
  type RunSummary,
  saveFile,
  toAppError,
  useCommand,
} from '../../platform'
import { SavedViews } from '../views/SavedViews'
import styles from './runs.module.css'
import { readStepFilter, StepFilters } from './StepFilters'
import { useStateWords } from './useStateWords'

const filters = ['all', 'failed', 'held', 'not_sent', 'done'] as const
type Filter = (typeof filters)[number]
const isFilter = (word: string | undefined): word is Filter =>
  (filters as readonly (string | undefined)[]).includes(word)

function useColumns(): Column<RunStep>[] {
  const { t } = useLingui()
  const { list } = useFormat()
  const word = useStepWords()
  const reason = useStepReason()
  const state = useStateWords()
  return [
    {
      id: 'user',
      header: t`Person`,
      width: 'minmax(0, 1.4fr)',
      cell: (step) => <Link href={hrefTo('people', [step.user])}>{step.user}</Link>,
    },
    {
      id: 'step',
      header: t`Change`,
      width: 'minmax(0, 1.2fr)',
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
      id: 'rules',
      header: t`Rule`,
      width: 'minmax(0, 1fr)',
      cell: (step) =>
        step.rules.length > 0 ? (
          <span className={styles.soft}>{list(step.rules)}</span>
        ) : (
          <span className={styles.zero}>{reason(step.kind)}</span>
        ),
    },
    {
      id: 'state',
      header: t`Result`,
      width: 'minmax(0, 1.6fr)',
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
    {
      id: 'at',
      header: t`Answered`,
      width: '124px',
      align: 'end',
      cell: (step) =>
        step.at === null ? <span className={styles.zero}>—</span> : <Time at={step.at} as="time" />,
    },
  ]
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
  const ask = { run: run.id, state: wanted, text, ...filter, target: filter.target ?? null }
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
  const save = async () => {
    try {
      const file = await call('runs.export', { ...ask, page: { offset: 0, limit: 200 } })
      await saveFile(file.name, file.text)
    } catch (thrown) {
      toast({ tone: 'bad', text: toAppError(thrown).message })
    }
  }
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
          <Button icon={Download} onPress={save}>
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
    </section>
  )
}

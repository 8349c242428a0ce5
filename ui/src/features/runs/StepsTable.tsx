import { Trans, useLingui } from '@lingui/react/macro'
import { CircleCheck } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Link, ToggleButton, ToggleButtonGroup } from 'react-aria-components'
import { hrefTo, setQuery, useRoute } from '../../app'
import {
  type Column,
  DataTable,
  EmptyState,
  ReadError,
  SearchField,
  SkeletonRows,
  StatusWord,
  type Tone,
  useCauseWords,
  useList,
  useStepReason,
  useStepWords,
} from '../../components'
import { Time, useFormat } from '../../i18n'
import { call, type RunStep, type RunSummary } from '../../platform'
import styles from './runs.module.css'

const filters = ['all', 'failed', 'held', 'not_sent', 'done'] as const
type Filter = (typeof filters)[number]
const isFilter = (word: string | undefined): word is Filter =>
  (filters as readonly (string | undefined)[]).includes(word)

function useStateWords() {
  const { t } = useLingui()
  const cause = useCauseWords()
  const notSent = (why: string | null): string => {
    switch (why) {
      case 'held_by_guard':
        return t`Held by a guard`
      case 'quarantined':
        return t`The connection is quarantined`
      case 'cancelled':
        return t`The run was stopped`
      case 'not_reached':
        return t`The run ended before it`
      case 'account_not_created':
        return t`The account was not created`
      default:
        return ''
    }
  }
  return (step: RunStep): { tone: Tone; word: string; why: string } => {
    switch (step.state) {
      case 'done':
        return { tone: 'ok', word: t`Done`, why: '' }
      case 'failed': {
        const why = step.message || (step.cause ? cause.name(step.cause) : '')
        return { tone: 'bad', word: step.cause ? cause.name(step.cause) : t`Failed`, why }
      }
      case 'held':
        return { tone: 'warn', word: t`Held`, why: t`Waits for your decision` }
      case 'not_sent':
        return { tone: 'idle', word: t`Not sent`, why: notSent(step.cause) || step.message }
      case 'sending':
        return { tone: 'info', word: t`Being sent`, why: '' }
      default:
        return { tone: 'idle', word: t`To come`, why: '' }
    }
  }
}

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
      width: '76px',
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

/** Every step of a run, by what came of it; the filter stands in the address. */
export function StepsTable({ run }: { run: RunSummary }) {
  const { t } = useLingui()
  const { number } = useFormat()
  const route = useRoute()
  const columns = useColumns()
  const shown = useFilters(run)
  const state = isFilter(route?.query.state) ? route.query.state : 'all'
  const text = route?.query.q ?? ''
  const wanted = state === 'all' ? null : state
  const steps = useList({
    key: ['runs.steps', run.id, wanted, text],
    load: (page) => call('runs.steps', { run: run.id, state: wanted, target: null, text, page }),
  })
  const { data, error, refetch } = steps.first
  const section = useRef<HTMLElement>(null)
  // A link such as "Review" leads to the steps themselves.
  useEffect(() => {
    if (wanted !== null) section.current?.scrollIntoView?.({ block: 'start' })
  }, [wanted])
  return (
    <section ref={section} className={styles.steps} aria-label={t`Steps`}>
      <div className={styles.stepsBar}>
        <ToggleButtonGroup
          className={styles.filters}
          aria-label={t`Show`}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[state]}
          onSelectionChange={(keys) => {
            const [key] = [...keys]
            setQuery({ state: key === 'all' ? undefined : String(key) })
          }}
        >
          {shown.map(({ id, label, count }) => (
            <ToggleButton key={id} id={id} className={styles.filter}>
              {label}
              {count !== null && <span className={styles.count}>{number(count)}</span>}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        <SearchField label={t`Find a person`} value={text} onChange={(q) => setQuery({ q })} />
      </div>
      {error && !data ? (
        <ReadError error={error} onRetry={() => refetch()} />
      ) : data ? (
        <DataTable
          label={t`Steps`}
          columns={columns}
          {...steps.rows}
          rowKey={(step) => String(step.id)}
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

import { Trans, useLingui } from '@lingui/react/macro'
import { CircleCheck, ClipboardCopy, Download, SearchX } from 'lucide-react'
import { useState } from 'react'
import { hrefTo, navigate, setQuery, useRoute } from '../../app'
import {
  Button,
  Checkbox,
  type Column,
  DataTable,
  EmptyState,
  ReadError,
  SearchField,
  type Selection,
  SelectionBar,
  SkeletonRows,
  type Sort,
  selectedCount,
  selectNone,
  useList,
  useStepReason,
  useStepWords,
} from '../../components'
import { useFormat } from '../../i18n'
import {
  call,
  type PlanStep,
  type PlanStepsRequest,
  type PlanView,
  useCommand,
} from '../../platform'
import { StepFilters } from '../runs/StepFilters'
import { SavedViews } from '../views/SavedViews'
import { useExport } from '../views/useExport'
import { useSort } from '../views/useSort'
import styles from './plan.module.css'
import type { PlanQuery } from './usePlanQuery'

/** The order that a plan has of its own: what takes something away first. */
const own: Sort = { column: '', descending: false }

/** Identifies a step among those of a plan. */
export const stepKey = (step: PlanStep) =>
  JSON.stringify([step.target, step.user, step.kind, step.slot, step.value])

/** The steps that are asked for, without the page. */
export const asked = (
  plan: number,
  { filter, held, text }: PlanQuery,
): Omit<PlanStepsRequest, 'page'> => ({
  id: plan,
  target: filter.target ?? null,
  kind: filter.kind ?? null,
  slot: filter.slot ?? null,
  value: filter.value ?? null,
  ...(filter.rule !== undefined && { rule: filter.rule }),
  ...(held && { held }),
  ...(text !== '' && { text }),
})

const isNarrowed = ({ filter, held, text }: PlanQuery) =>
  held || text !== '' || Object.values(filter).some((one) => one !== undefined)

/** Leaves every filter. */
const clear = () =>
  setQuery({
    target: undefined,
    kind: undefined,
    slot: undefined,
    value: undefined,
    rule: undefined,
    held: undefined,
    q: undefined,
  })

function useColumns(): Column<PlanStep>[] {
  const { t } = useLingui()
  const format = useFormat()
  const words = useStepWords()
  const reason = useStepReason()
  return [
    {
      id: 'person',
      header: t`Person`,
      width: 'minmax(0, 4fr)',
      sortable: true,
      cell: (step) => (
        <>
          {step.name || step.user}
          <small>{step.user}</small>
        </>
      ),
    },
    {
      id: 'change',
      header: t`What would happen`,
      width: 'minmax(0, 4fr)',
      sortable: true,
      cell: (step) => (
        <>
          {words(step)}
          <small>
            {step.held && <span className={styles.held}>{t`held`}</span>}
            {step.held && ' · '}
            {step.slot ? `${step.target} · ${step.slot}` : step.target}
          </small>
        </>
      ),
    },
    {
      id: 'rules',
      header: t`Because of`,
      width: 'minmax(0, 3fr)',
      cell: (step) => (
        <span className={styles.twoLines}>
          {step.rules.length > 0 ? format.list(step.rules) : reason(step.kind)}
        </span>
      ),
    },
  ]
}

/** The plan person by person, what is taken away first; a row shows why beside the list. */
export function PlanSteps({
  plan,
  query,
  current,
  onOpen,
  onAgain,
}: {
  plan: PlanView
  query: PlanQuery
  current: PlanStep | null
  onOpen: (step: PlanStep) => void
  /** Makes the plan anew, as when the engine has another one by now. */
  onAgain: () => void
}) {
  const { t } = useLingui()
  const columns = useColumns()
  const { by: _, ...view } = useRoute()?.query ?? {}
  const { data: rules } = useCommand('plan.rules', { id: plan.id })
  const { sort, onSort, asked: order } = useSort(['person', 'change'], own)
  const narrowed = asked(plan.id, query)
  const ask = { ...narrowed, ...order }
  // What is chosen is chosen of the changes that are listed.
  const listed = JSON.stringify(narrowed)
  const [choice, setChoice] = useState<{ of: string; rows: Selection }>({
    of: listed,
    rows: selectNone,
  })
  const selection = choice.of === listed ? choice.rows : selectNone
  const onSelect = (rows: Selection) => setChoice({ of: listed, rows })
  const exporting = useExport()
  const chosen = { all: selection.all, keys: [...selection.keys] }
  const written = () => call('plan.export', { ...ask, chosen, page: { offset: 0, limit: 200 } })
  const steps = useList({
    key: ['plan.steps', ask],
    load: (page) => call('plan.steps', { ...ask, page }),
  })
  const { data, error } = steps.first
  const places = plan.targets.flatMap(({ target, changes }) =>
    changes.map(({ slot, value }) => ({ target, slot, value })),
  )
  const facets = { places, rules: (rules?.rules ?? []).map(({ rule }) => rule) }
  return (
    <section className={styles.steps} aria-label={t`Changes by person`}>
      <StepFilters filter={query.filter} facets={facets}>
        <div className={styles.find}>
          <SearchField
            label={t`Find a person`}
            value={query.text}
            onChange={(q) => setQuery({ q })}
          />
        </div>
        {plan.targets.some(({ held }) => held.length > 0) && (
          <Checkbox
            label={t`Only what would be held`}
            isSelected={query.held}
            onChange={(held) => setQuery({ held: held ? '1' : undefined })}
          />
        )}
        <SavedViews
          list="plan"
          current={view}
          onApply={(wanted) =>
            navigate(hrefTo('runs', ['plan'], { by: 'person', ...wanted }), { replace: true })
          }
        />
      </StepFilters>
      {error && !data && <ReadError error={error} onRetry={onAgain} />}
      {!data && !error && <SkeletonRows rows={8} />}
      {data && (
        <DataTable
          label={t`Changes by person`}
          columns={columns}
          {...steps.rows}
          rowKey={stepKey}
          rowName={(step) => step.name || step.user}
          sort={sort}
          onSort={onSort}
          selection={selection}
          onSelect={onSelect}
          current={current ? stepKey(current) : undefined}
          onOpen={onOpen}
          empty={
            plan.steps === 0 ? (
              <EmptyState icon={CircleCheck} title={t`Everything agrees already`}>
                {t`Every account holds what the rules give. A run would find nothing to do.`}
              </EmptyState>
            ) : (
              <EmptyState
                icon={SearchX}
                title={t`No change of this kind`}
                action={
                  isNarrowed(query) && (
                    <Button onPress={clear}>
                      <Trans>Show all changes</Trans>
                    </Button>
                  )
                }
              >
                <Trans>Nothing in the plan fits all the filters.</Trans>
              </EmptyState>
            )
          }
        />
      )}
      <SelectionBar
        count={data ? selectedCount(selection, data.total) : 0}
        onClear={() => onSelect(selectNone)}
      >
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

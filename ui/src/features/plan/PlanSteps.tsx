import { Trans, useLingui } from '@lingui/react/macro'
import { CircleCheck, SearchX } from 'lucide-react'
import { hrefTo, navigate, setQuery, useRoute } from '../../app'
import {
  Button,
  Checkbox,
  Chip,
  type Column,
  DataTable,
  EmptyState,
  ReadError,
  SearchField,
  SkeletonRows,
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
import styles from './plan.module.css'
import type { PlanQuery } from './usePlanQuery'

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
      cell: (step) => (
        <>
          {step.name || step.user}
          <small>{step.user}</small>
        </>
      ),
    },
    {
      id: 'step',
      header: t`What would happen`,
      width: 'minmax(0, 4fr)',
      cell: (step) => (
        <>
          {words(step)} {step.held && <Chip kind="plain">{t`held`}</Chip>}
          <small>{step.slot ? `${step.target} · ${step.slot}` : step.target}</small>
        </>
      ),
    },
    {
      id: 'rules',
      header: t`Because of`,
      width: 'minmax(0, 3fr)',
      cell: (step) => (step.rules.length > 0 ? format.list(step.rules) : reason(step.kind)),
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
  const ask = asked(plan.id, query)
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
    </section>
  )
}

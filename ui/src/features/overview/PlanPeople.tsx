import { Trans, useLingui } from '@lingui/react/macro'
import { ChevronLeft } from 'lucide-react'
import { Button, Chip, DataTable, usePages, useStepReason, useStepWords } from '../../components'
import { useFormat } from '../../i18n'
import { call, type PlanChange, type PlanStep, useCommand } from '../../platform'
import styles from './Plan.module.css'

/** A part of a plan whose people are listed: one change, or all of a target. */
export interface PlanPart {
  target: string
  change: PlanChange | null
}

function useColumns() {
  const { t } = useLingui()
  const format = useFormat()
  const words = useStepWords()
  const reason = useStepReason()
  return [
    {
      id: 'person',
      header: t`Person`,
      width: 'minmax(0, 5fr)',
      cell: (step: PlanStep) => (
        <>
          {step.name || step.user}
          <small>{step.user}</small>
        </>
      ),
    },
    {
      id: 'step',
      header: t`What would happen`,
      width: 'minmax(0, 5fr)',
      cell: (step: PlanStep) => (
        <>
          {words(step)} {step.held && <Chip kind="plain">{t`held`}</Chip>}
        </>
      ),
    },
    {
      id: 'rules',
      header: t`Because of`,
      width: 'minmax(0, 4fr)',
      cell: (step: PlanStep) =>
        step.rules.length > 0 ? format.list(step.rules) : reason(step.kind),
    },
  ]
}

/** The people of one part of the plan, page by page. */
export function PlanPeople({
  plan,
  part,
  onBack,
}: {
  plan: number
  part: PlanPart
  onBack: () => void
}) {
  const { t } = useLingui()
  const words = useStepWords()
  const columns = useColumns()
  const { target, change } = part
  const filter = {
    id: plan,
    target,
    kind: change?.kind ?? null,
    slot: change?.slot ?? null,
    value: change?.value ?? null,
  }
  const first = useCommand('plan.steps', { ...filter, page: { offset: 0, limit: 1 } })
  const pages = usePages<PlanStep>({
    key: ['plan.steps', filter],
    load: async (offset, limit) =>
      (await call('plan.steps', { ...filter, page: { offset, limit } })).items,
  })
  const title = change ? words(change) : t`All changes`
  return (
    <div className={styles.people}>
      <div className={styles.crumbs}>
        <Button variant="quiet" small icon={ChevronLeft} onPress={onBack}>
          <Trans>All changes</Trans>
        </Button>
        <b>{title}</b>
        <span className={styles.soft}>{target}</span>
      </div>
      {first.error ? (
        <p className={styles.error}>{first.error.message}</p>
      ) : (
        <DataTable
          label={t`${title} in ${target}`}
          columns={columns}
          count={first.data?.total ?? change?.count ?? 0}
          rowKey={(step) => `${step.user} ${step.kind} ${step.slot} ${step.value}`}
          {...pages}
        />
      )}
    </div>
  )
}

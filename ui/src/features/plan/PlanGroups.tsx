import { Trans, useLingui } from '@lingui/react/macro'
import { CircleCheck } from 'lucide-react'
import { setQuery } from '../../app'
import {
  Button,
  type Column,
  DataTable,
  EmptyState,
  ReadError,
  SkeletonRows,
} from '../../components'
import { useFormat } from '../../i18n'
import { type PlanRule, type PlanView, useCommand } from '../../platform'
import { Count } from '../runs/Count'
import { groupChanges, type PlanGroup } from './groups'
import styles from './plan.module.css'

function Nothing() {
  const { t } = useLingui()
  return (
    <EmptyState icon={CircleCheck} title={t`No value is given or taken`}>
      <Trans>Only accounts would change. Look at them by target or by person.</Trans>
    </EmptyState>
  )
}

/** The plan by slot or by value: how many lose and gain it; a row leads to the people. */
export function PlanPlaces({ plan, by }: { plan: PlanView; by: 'slot' | 'value' }) {
  const { t } = useLingui()
  const { signed } = useFormat()
  const groups = groupChanges(plan, by)
  const columns: Column<PlanGroup>[] = [
    {
      id: 'name',
      header: by === 'slot' ? t`Slot` : t`Value`,
      width: 'minmax(0, 3fr)',
      cell: (group) => (
        <>
          {group.value ?? group.slot}
          <small>{by === 'slot' ? group.target : `${group.target} · ${group.slot}`}</small>
        </>
      ),
    },
    {
      id: 'lose',
      header: t`Taken away`,
      width: '96px',
      align: 'end',
      cell: ({ lose }) =>
        lose > 0 ? <span className={styles.bad}>{signed(-lose)}</span> : <Count value={0} />,
    },
    {
      id: 'gain',
      header: t`Given`,
      width: '96px',
      align: 'end',
      cell: ({ gain }) => (gain > 0 ? signed(gain) : <Count value={0} />),
    },
    {
      id: 'held',
      header: t`Held`,
      width: '72px',
      align: 'end',
      cell: ({ held }) => <Count value={held} tone="warn" />,
    },
  ]
  if (groups.length === 0) return <Nothing />
  return (
    <DataTable
      label={by === 'slot' ? t`Changes by slot` : t`Changes by value`}
      columns={columns}
      count={groups.length}
      rowAt={(index) => groups[index]}
      rowKey={({ target, slot, value }) => JSON.stringify([target, slot, value])}
      onOpen={({ target, slot, value }) =>
        setQuery({ by: 'person', target, slot, value: value ?? undefined })
      }
    />
  )
}

/** The plan by rule, #1 first: how much each gives, and to how many; a row leads to the people. */
export function PlanRules({ plan, onAgain }: { plan: number; onAgain: () => void }) {
  const { t } = useLingui()
  const { number } = useFormat()
  const { data, error } = useCommand('plan.rules', { id: plan })
  const columns: Column<PlanRule>[] = [
    {
      id: 'rule',
      header: t`Rule`,
      width: 'minmax(0, 3fr)',
      cell: ({ position, rule }) => `${number(position)} ${rule}`,
    },
    {
      id: 'people',
      header: t`People`,
      width: '96px',
      align: 'end',
      cell: ({ people }) => number(people),
    },
    {
      id: 'steps',
      header: t`Values given`,
      width: '112px',
      align: 'end',
      cell: ({ steps }) => number(steps),
    },
  ]
  if (error) return <ReadError error={error} onRetry={onAgain} />
  if (!data) return <SkeletonRows rows={6} />
  if (data.rules.length === 0) {
    return (
      <EmptyState
        icon={CircleCheck}
        title={t`No rule gives anything new`}
        action={
          <Button onPress={() => setQuery({ by: 'person' })}>
            <Trans>Show by person</Trans>
          </Button>
        }
      >
        <Trans>What is taken away is taken because no rule gives it any more.</Trans>
      </EmptyState>
    )
  }
  return (
    <DataTable
      label={t`Changes by rule`}
      columns={columns}
      count={data.rules.length}
      rowAt={(index) => data.rules[index]}
      rowKey={({ rule }) => rule}
      onOpen={({ rule }) => setQuery({ by: 'person', rule })}
    />
  )
}

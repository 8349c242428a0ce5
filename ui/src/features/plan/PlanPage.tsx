import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { CircleAlert, Download, RefreshCw } from 'lucide-react'
import { useState } from 'react'
import { hrefTo, navigate, Page, setQuery, toast, useProgress } from '../../app'
import { Banner, Button, EmptyState, FilterButtons, IconButton } from '../../components'
import { Time } from '../../i18n'
import {
  call,
  type PlanStep,
  type PlanView,
  saveFile,
  toAppError,
  useCommand,
  useCommandAction,
} from '../../platform'
import { WhyPerson } from '../failures/WhyPerson'
import { PlanSummary } from '../overview/PlanSummary'
import { PlanWaiting } from '../overview/PlanWaiting'
import { sendable } from '../overview/sendable'
import { PlanPlaces, PlanRules } from './PlanGroups'
import { asked, PlanSteps } from './PlanSteps'
import styles from './plan.module.css'
import { type Grouping, type PlanQuery, usePlanQuery } from './usePlanQuery'

function useGroupings(): { id: Grouping; label: string }[] {
  const { t } = useLingui()
  return [
    { id: 'target', label: t`By target` },
    { id: 'slot', label: t`By slot` },
    { id: 'value', label: t`By value` },
    { id: 'rule', label: t`By rule` },
    { id: 'person', label: t`By person` },
  ]
}

function View({
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
  onAgain: () => void
}) {
  switch (query.by) {
    case 'slot':
    case 'value':
      return <PlanPlaces plan={plan} by={query.by} />
    case 'rule':
      return <PlanRules plan={plan.id} onAgain={onAgain} />
    case 'person':
      return <PlanSteps {...{ plan, query, current, onOpen, onAgain }} />
    default:
      return (
        <div className={styles.summary}>
          <PlanSummary
            plan={plan}
            onOpen={({ target, change }) =>
              setQuery({
                by: 'person',
                target,
                kind: change?.kind,
                slot: change?.slot ?? undefined,
                value: change?.value ?? undefined,
              })
            }
          />
        </div>
      )
  }
}

/** Says that a run ended after the plan was made. */
function Outdated({ plan, onAgain }: { plan: PlanView; onAgain: () => void }) {
  const { t } = useLingui()
  const { data: last } = useCommand('overview.get', {}, { select: ({ sync }) => sync.last })
  if (!last || (last.ended ?? last.started) <= plan.at) return null
  return (
    <Banner
      tone="info"
      title={t`A run has ended since`}
      actions={
        <Button onPress={onAgain}>
          <Trans>Plan again</Trans>
        </Button>
      }
    >
      <Trans>This is what was still to be done before it.</Trans>
    </Banner>
  )
}

function Actions({
  plan,
  query,
  isMaking,
  onAgain,
}: {
  plan: PlanView | undefined
  query: PlanQuery
  isMaking: boolean
  onAgain: () => void
}) {
  const { t } = useLingui()
  const progress = useProgress()
  const syncing = useCommandAction('sync.now', {
    refresh: ['overview.get'],
    onSuccess: () => {
      toast({ text: t`The run has started.` })
      navigate(hrefTo('runs'))
    },
    onError: (error) => toast({ tone: 'bad', text: error.message }),
  })
  const steps = plan ? sendable(plan) : 0
  const save = async (id: number) => {
    try {
      const page = { offset: 0, limit: 200 }
      const file = await call('plan.export', { ...asked(id, query), page })
      await saveFile(file.name, file.text)
    } catch (thrown) {
      toast({ tone: 'bad', text: toAppError(thrown).message })
    }
  }
  return (
    <>
      <IconButton
        label={t`Plan again`}
        icon={RefreshCw}
        isDisabled={isMaking || progress !== null}
        onPress={onAgain}
      />
      <Button
        icon={Download}
        isDisabled={!plan || plan.steps === 0}
        onPress={() => plan && save(plan.id)}
      >
        {t`Save as CSV`}
      </Button>
      <Button
        variant="primary"
        isDisabled={!plan || isMaking || progress !== null}
        isPending={syncing.isPending}
        onPress={() => syncing.mutate({})}
      >
        {steps === 0 ? (
          <Trans>Sync now</Trans>
        ) : (
          <Plural value={steps} one="Sync now · # change" other="Sync now · # changes" />
        )}
      </Button>
    </>
  )
}

/** What a run would change now: by target, slot, value, rule or person, worst first; a person's row opens the why. Nothing is sent. */
export function PlanPage() {
  const { t } = useLingui()
  const query = usePlanQuery()
  const groupings = useGroupings()
  const plan = useCommand('plan.get', {}, { staleTime: Number.POSITIVE_INFINITY })
  const [row, setRow] = useState<PlanStep | null>(null)
  const { data, error, isFetching, refetch } = plan
  const isList = query.by !== 'target'
  return (
    <Page
      title={t`Plan`}
      subtitle={
        data && (
          <>
            <Plural value={data.steps} _0="No changes" one="# change" other="# changes" /> ·{' '}
            <Trans>
              as of <Time at={data.at} as="time" />
            </Trans>
          </>
        )
      }
      back={{ href: hrefTo('runs'), label: t`All runs` }}
      actions={
        <Actions plan={data} query={query} isMaking={isFetching} onAgain={() => refetch()} />
      }
      fill={isList}
      panel={
        query.by === 'person' && row
          ? {
              title: t`Why`,
              openLabel: t`Why`,
              size: 'small',
              children: <WhyPerson row={row} target={row.target} />,
            }
          : undefined
      }
    >
      <FilterButtons
        label={t`Group changes`}
        selected={query.by}
        onSelect={(by) => {
          setRow(null)
          setQuery({ by: by === 'target' ? undefined : by })
        }}
        options={groupings}
      />
      {isFetching ? (
        <PlanWaiting />
      ) : error ? (
        <EmptyState
          icon={CircleAlert}
          title={t`The plan could not be made`}
          action={
            <Button onPress={() => refetch()}>
              <Trans>Try again</Trans>
            </Button>
          }
        >
          {error.message}
        </EmptyState>
      ) : (
        data && (
          <>
            <Outdated plan={data} onAgain={() => refetch()} />
            <View
              plan={data}
              query={query}
              current={row}
              onOpen={setRow}
              onAgain={() => refetch()}
            />
          </>
        )
      )}
    </Page>
  )
}

import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { hrefTo } from '../../app'
import { Button, Card, LinkButton, StepItem, type StepState, Steps } from '../../components'
import { useFormat } from '../../i18n'
import { type ReadinessItem, useCommand } from '../../platform'
import { PlanDialog } from './PlanDialog'

/** What must be so before the switch makes sense: each point with what was found, and where to put it right. */
export function ReadinessCard({ readiness }: { readiness: readonly ReadinessItem[] }) {
  const { t } = useLingui()
  const { number } = useFormat()
  const { data: connections } = useCommand('connections.list', {})
  const hasSource = connections?.sources.some(({ kind }) => kind !== '') ?? true
  const hasDirectory = (connections?.sources.length ?? 1) > 0
  const hasTarget = (connections?.targets.length ?? 1) > 0
  const [isPlanShown, setPlanShown] = useState(false)
  const words: Record<string, { title: string; help: string; href?: string; go?: string }> = {
    domain: {
      title: t`A verified domain`,
      help: t`People outside the verified domains get nothing.`,
      ...(hasDirectory
        ? { href: hrefTo('people', [], { view: 'domains' }), go: t`Open Domains` }
        : { href: hrefTo('connections', ['add']), go: t`Add directory` }),
    },
    source: {
      title: t`A source that has been read once`,
      help: t`People and groups come from there.`,
      ...(hasSource
        ? { href: hrefTo('connections'), go: t`Open Connections` }
        : { href: hrefTo('connections', ['add']), go: t`Add directory` }),
    },
    target: {
      title: t`A target that accepts changes`,
      help: t`Its credential needs administrator rights.`,
      ...(hasTarget
        ? { href: hrefTo('connections'), go: t`Open Connections` }
        : { href: hrefTo('connections', ['target']), go: t`Add target` }),
    },
    rule: {
      title: t`A rule that matches someone`,
      help: t`Rules say who gets what.`,
      href: hrefTo('rules'),
      go: t`Open Rules`,
    },
    switch: {
      title: t`User sync switched on`,
      help: t`The switch is at the top. Before anything is sent it shows what would change.`,
    },
  }
  /** Counts come as bare numbers, everything else in words. */
  const foundWords = ({ item, found }: ReadinessItem) => {
    const count = /^\d+$/.test(found) ? Number(found) : null
    if (count === null) return found
    return item === 'rule'
      ? t`${plural(count, { one: '# rule matches someone.', other: '# rules match someone.' })}`
      : t`${plural(count, { one: '# person was read.', other: '# people were read.' })}`
  }
  const next = readiness.findIndex((point) => !point.done)
  const stateOf = (point: ReadinessItem, index: number): StepState =>
    point.done ? 'done' : index === next ? 'now' : 'later'
  const done = number(readiness.filter((point) => point.done).length)
  const total = number(readiness.length)
  return (
    <Card
      title={t`Before you begin`}
      flush
      aside={
        <Trans>
          {done} of {total} done
        </Trans>
      }
    >
      <Steps>
        {readiness.map((point, index) => {
          const { title, help, href, go } = words[point.item] ?? { title: point.item, help: '' }
          return (
            <StepItem
              key={point.item}
              state={stateOf(point, index)}
              title={title}
              action={
                point.item === 'switch' && index === next ? (
                  <Button small variant="primary" onPress={() => setPlanShown(true)}>
                    <Trans>Look at the plan and switch on…</Trans>
                  </Button>
                ) : (
                  href &&
                  !point.done && (
                    <LinkButton href={href} small>
                      {go}
                    </LinkButton>
                  )
                )
              }
            >
              {foundWords(point) || help}
            </StepItem>
          )
        })}
      </Steps>
      {isPlanShown && <PlanDialog onClose={() => setPlanShown(false)} />}
    </Card>
  )
}

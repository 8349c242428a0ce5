import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useCauseWords } from '../../../components'
import { useFormat } from '../../../i18n'
import type { WeekWords } from './drawWeek'
import type { WeekFacts } from './weekFacts'

/** The words of the picture of a week. */
export function useWeekWords() {
  const { t } = useLingui()
  const { number, day, date, moment } = useFormat()
  const causes = useCauseWords()
  return (facts: WeekFacts, from: number): WeekWords => {
    const name = facts.workspace
    const last = facts.days.at(-1)?.at ?? from
    const [begin, end] = [day(from), day(last)]
    const now = moment(Date.now())
    return {
      title: t`User sync of ${name}`,
      span: t`${begin} to ${end}`,
      figures: [
        { label: t`values given`, value: number(facts.given) },
        { label: t`values taken away`, value: number(facts.taken) },
        { label: t`accounts created`, value: number(facts.accounts) },
        { label: t`accounts suspended`, value: number(facts.suspended) },
        {
          label: t`people need attention`,
          value: number(facts.attention),
          tone: facts.attention > 0 ? 'bad' : undefined,
        },
        { label: t`runs`, value: number(facts.runs) },
      ],
      chart: t`Steps done and failed by day`,
      dayOf: (at) => date(at, { weekday: 'short', day: 'numeric' }),
      licences: t`Licences used and bought`,
      ofSeats: (used, seats) => {
        const [taken, all] = [number(used), number(seats)]
        return t`${taken} of ${all}`
      },
      noLicences: t`No product has licences.`,
      failures: t`What failed`,
      failure: ({ cause, target, people }) => {
        const why = causes.name(cause)
        const many = plural(people, { one: '# person', other: '# people' })
        return t`${why} · ${target} · ${many}`
      },
      noFailures: t`Nothing failed.`,
      foot: t`Counted from what the consoles confirmed. Rolecall, ${now}`,
    }
  }
}

import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { ChevronRight, CircleAlert, Minus, Plus, TriangleAlert } from 'lucide-react'
import { Button } from 'react-aria-components'
import { Chip, isLoss, LicenceMeter, useCauseWords, useStepWords } from '../../components'
import { useEngineWords, useFormat } from '../../i18n'
import type { PlanChange, PlanSeats, PlanTarget } from '../../platform'
import { useGuardWords } from './guardWords'
import { countHeld } from './heldGroups'
import styles from './Plan.module.css'
import type { PlanPart } from './PlanPeople'

function ChangeRow({ change, onOpen }: { change: PlanChange; onOpen: () => void }) {
  const { number } = useFormat()
  const words = useStepWords()(change)
  const loses = isLoss(change.kind)
  const Sign = loses ? Minus : Plus
  const held = number(change.held)
  return (
    <li>
      <Button className={styles.change} onPress={onOpen}>
        <Sign
          size={15}
          className={styles.sign}
          data-tone={loses ? 'bad' : 'ok'}
          aria-hidden="true"
        />
        <span className={styles.what}>
          {words}
          {change.slot !== null && change.value !== null && (
            <span className={styles.soft}> · {change.slot}</span>
          )}
        </span>
        {change.held > 0 && (
          <Chip kind="plain">
            <Trans>{held} held</Trans>
          </Chip>
        )}
        <span className={styles.count}>
          {change.kind === 'value' ? (
            <Plural value={change.count} one="# value" other="# values" />
          ) : (
            <Plural value={change.count} one="# person" other="# people" />
          )}
        </span>
        <ChevronRight size={15} aria-hidden="true" />
      </Button>
    </li>
  )
}

/** How many more hold the product after the run; negative when seats become free. */
const coming = ({ seats, used, freed, needed }: PlanSeats) =>
  Math.min(needed, Math.max(0, seats - used + freed)) - freed

function Remarks({ target }: { target: PlanTarget }) {
  const guards = useGuardWords()
  const causes = useCauseWords()
  const partsOf = (guard: string) => target.held.filter((held) => held.guard === guard)
  const guardsInUse = [...new Set(target.held.map((held) => held.guard))]
  return (
    <>
      {guardsInUse.map((guard) => (
        <li key={guard} data-tone="warn">
          <TriangleAlert size={15} aria-hidden="true" />
          <span>
            <Plural
              value={countHeld(partsOf(guard))}
              one="# of these changes would wait for you."
              other="# of these changes would wait for you."
            />{' '}
            {guards.reason({ guard, target: target.target, parts: partsOf(guard) })}
          </span>
        </li>
      ))}
      {target.failures.map(({ cause, people }) => (
        <li key={cause} data-tone="bad">
          <CircleAlert size={15} aria-hidden="true" />
          <span>
            {causes.name(cause)} ·{' '}
            <Plural value={people} one="# person goes without" other="# people go without" />
          </span>
        </li>
      ))}
    </>
  )
}

/** One target of a plan. */
export function PlanTargetCard({
  target,
  onOpen,
}: {
  target: PlanTarget
  onOpen: (part: PlanPart) => void
}) {
  const { t } = useLingui()
  const said = useEngineWords()
  const name = target.target
  const seats = target.seats.filter((s) => s.needed > 0 || s.freed > 0 || s.short > 0)
  const hasRemarks = target.held.length > 0 || target.failures.length > 0
  const open = (change: PlanChange | null) => onOpen({ target: name, change })
  return (
    <section className={styles.target} aria-label={name}>
      <h2>{name}</h2>
      {target.error !== null && (
        <p className={styles.error}>
          <CircleAlert size={15} aria-hidden="true" />
          <span>
            <Trans>Could not be read, so nothing is planned here.</Trans> {said(target.error)}
          </span>
        </p>
      )}
      {target.changes.length > 0 && (
        <ul className={styles.frame} aria-label={t`Changes in ${name}`}>
          {target.changes.map((change) => (
            <ChangeRow
              key={`${change.kind} ${change.slot} ${change.value}`}
              change={change}
              onOpen={() => open(change)}
            />
          ))}
          {target.changes.length > 1 && (
            <li>
              <Button className={styles.change} onPress={() => open(null)}>
                <span className={styles.what}>
                  <Trans>All of these</Trans>
                </span>
                <ChevronRight size={15} aria-hidden="true" />
              </Button>
            </li>
          )}
        </ul>
      )}
      {target.changes.length === 0 && target.error === null && (
        <p className={styles.soft}>
          <Trans>Nothing to change.</Trans>
        </p>
      )}
      {hasRemarks && (
        <ul className={styles.remarks}>
          <Remarks target={target} />
        </ul>
      )}
      {seats.length > 0 && (
        <div className={styles.seats}>
          {seats.map((s) => (
            <LicenceMeter
              key={`${s.slot} ${s.value}`}
              name={s.value}
              used={s.used}
              planned={coming(s)}
              short={s.short}
              seats={s.seats}
            />
          ))}
        </div>
      )}
    </section>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { CircleAlert, Minus, Plus } from 'lucide-react'
import { isLoss } from '../../../components'
import { useEngineWords } from '../../../i18n'
import type { UndoTarget } from '../../../platform'
import { PeopleLine } from './People'
import styles from './undo.module.css'
import { useUndoWords } from './undoWords'

const takesAway = (kind: string) => isLoss(kind) || kind === 'release'

const keyOf = ({
  kind,
  slot,
  value,
  reason = '',
}: {
  kind: string
  slot: string | null
  value: string | null
  reason?: string
}) => JSON.stringify([reason, kind, slot, value])

/** What undoing would do in one target, losses first, and what it leaves there with the reason. */
export function TargetPart({ target }: { target: UndoTarget }) {
  const { t } = useLingui()
  const words = useUndoWords()
  const said = useEngineWords()
  const { target: name, changes, left, error } = target
  return (
    <section className={styles.target} aria-label={name}>
      <h3>{name}</h3>
      {error !== null && (
        <p className={styles.error}>
          <CircleAlert size={15} aria-hidden="true" />
          <span>
            <Trans>Could not be read, so nothing is taken back here.</Trans> {said(error)}
          </span>
        </p>
      )}
      {changes.length > 0 && (
        <ul className={styles.frame} aria-label={t`Taken back in ${name}`}>
          {changes.map((change) => {
            const Sign = takesAway(change.kind) ? Minus : Plus
            return (
              <PeopleLine
                key={keyOf(change)}
                sign={
                  <Sign
                    size={15}
                    className={styles.sign}
                    data-tone={takesAway(change.kind) ? 'bad' : 'ok'}
                    aria-hidden="true"
                  />
                }
                words={
                  <>
                    {words.change(change)}
                    {change.slot !== null && change.value !== null && (
                      <span className={styles.soft}> · {change.slot}</span>
                    )}
                  </>
                }
                count={change.count}
                people={change.people}
              />
            )
          })}
        </ul>
      )}
      {changes.length === 0 && error === null && (
        <p className={styles.soft}>
          <Trans>Nothing stands any more as the run left it.</Trans>
        </p>
      )}
      {left.length > 0 && (
        <>
          <h4>
            <Trans>Stays as it is</Trans>
          </h4>
          <ul className={styles.frame} aria-label={t`Stays as it is in ${name}`}>
            {left.map((one) => (
              <PeopleLine
                key={keyOf(one)}
                words={words.was(one)}
                note={words.why(one.reason, name)}
                count={one.count}
                people={one.people}
              />
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '../../../components'
import type { DeletedRule } from '../../../platform'
import styles from '../rules.module.css'

/** Rules that saving deletes, each with the way back. */
export function Deleted({
  rules,
  onRestore,
}: {
  rules: readonly DeletedRule[]
  onRestore: (id: string) => void
}) {
  const { t } = useLingui()
  if (rules.length === 0) return null
  return (
    <section className={styles.deleted}>
      <h2>
        <Trans>Deleted when you save</Trans>
      </h2>
      <ul aria-label={t`Deleted rules`}>
        {rules.map(({ id, name, position }) => (
          <li key={id}>
            <span className={styles.position}>{position}</span>
            <s>{name}</s>
            <Button small onPress={() => onRestore(id)}>
              <Trans>Restore</Trans>
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}

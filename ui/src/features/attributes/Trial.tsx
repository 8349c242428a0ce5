import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { RowItem, Rows, SearchField } from '../../components'
import { useEngineWords, useFormat } from '../../i18n'
import type { AttributeTrial } from '../../platform'
import styles from './attributes.module.css'

/** An attribute as it comes out for real people. */
export function Trial({
  trial,
  text,
  onText,
}: {
  trial: AttributeTrial | undefined
  text: string
  onText: (text: string) => void
}) {
  const { t } = useLingui()
  const { list } = useFormat()
  const said = useEngineWords()
  return (
    <section className={styles.trial}>
      <h3>
        <Trans>Tried on people</Trans>
      </h3>
      {trial && !trial.error && (
        <p className={styles.note}>
          <Plural
            value={trial.present}
            one="# person has a value."
            other="# people have a value."
          />{' '}
          {trial.unreadable > 0 && (
            <span className={styles.bad}>
              <Plural
                value={trial.unreadable}
                one="The value of # person cannot be read as this type; rules see it as absent."
                other="The values of # people cannot be read as this type; rules see them as absent."
              />
            </span>
          )}
        </p>
      )}
      <SearchField
        label={t`Try it on`}
        placeholder={t`Name or address`}
        value={text}
        onChange={onText}
      />
      <Rows label={t`Tried on people`} bleed>
        {(trial?.people ?? []).map(({ person, values, problem }) => (
          <RowItem
            key={person.user}
            note={person.email ?? person.user}
            end={
              problem ? (
                <span className={styles.bad}>{said(problem)}</span>
              ) : values.length > 0 ? (
                <span className={styles.mono}>{list(values)}</span>
              ) : (
                <span className={styles.faint}>
                  <Trans>absent</Trans>
                </span>
              )
            }
          >
            {person.name}
          </RowItem>
        ))}
      </Rows>
      {trial && !trial.error && trial.people.length === 0 && (
        <p className={styles.note}>
          {text ? <Trans>Nobody matches.</Trans> : <Trans>There are no people yet.</Trans>}
        </p>
      )}
    </section>
  )
}

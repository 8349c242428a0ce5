import { Trans, useLingui } from '@lingui/react/macro'
import { Said, Select } from '../../../components'
import { useKindWords } from '../kindWords'
import styles from '../setup/setup.module.css'
import type { TargetSetup } from './useTargetSetup'

/** What happens to accounts that are there already, and what adding does and does not do. */
export function FinishStep({ setup }: { setup: TargetSetup }) {
  const { t } = useLingui()
  const words = useKindWords()
  const { settings, change, trial } = setup
  const isTried = trial?.steps.every(({ ok }) => ok) === true
  const place = settings.accounts || settings.url || settings.orgId || settings.accountKey
  return (
    <div className={styles.form}>
      <dl className={styles.two}>
        <div>
          <dt className={styles.faint}>{t`Target`}</dt>
          <dd>
            {settings.name} · {words(settings.kind)}
          </dd>
        </div>
        <div>
          <dt className={styles.faint}>{t`Place`}</dt>
          <dd>
            <code>{place}</code>
          </dd>
        </div>
      </dl>
      <Select
        label={t`Accounts that are there already and match a person`}
        value={settings.unmanaged}
        onChange={(unmanaged) => change({ unmanaged })}
        options={[
          { value: 'leave', label: t`Leave them alone and report them` },
          { value: 'report', label: t`The same, and list accounts that nobody explains` },
          { value: 'adopt', label: t`Adopt them: Rolecall manages them from then on` },
        ]}
      />
      {settings.unmanaged === 'adopt' && (
        <Said tone="warn">
          <Trans>
            Adopted accounts are suspended when no rule gives their people anything here any more.
            Look at the plan before the first run.
          </Trans>
        </Said>
      )}
      {!isTried && settings.kind !== 'csv' && (
        <Said tone="warn">
          <Trans>It has not been tried out since it was changed.</Trans>
        </Said>
      )}
      <p className={styles.soft}>
        <Trans>Nothing is sent there until a run, and the first one shows its plan before.</Trans>
      </p>
    </div>
  )
}

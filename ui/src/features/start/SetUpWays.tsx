import { Trans, useLingui } from '@lingui/react/macro'
import { FileCog, ListChecks } from 'lucide-react'
import { hrefTo, navigate } from '../../app'
import { Button } from '../../components'
import { Choice } from './Choice'
import styles from './Start.module.css'

/** Two ways to set up: step by step with real trials, or from a configuration file that is there. */
export function SetUpWays({ onBack, onFile }: { onBack: () => void; onFile: () => void }) {
  const { t } = useLingui()
  return (
    <>
      <p className={styles.lead}>
        <Trans>
          It goes from where your people come from to the first run: a directory, its domains, a
          console, rules, then the switch. Each part is tried out for real, and nothing is sent
          before you have seen the plan.
        </Trans>
      </p>
      <div className={styles.choices}>
        <Choice
          icon={ListChecks}
          title={t`Step by step`}
          onPress={() => navigate(hrefTo('connections', ['add']))}
        >
          <Trans>Begin with the directory. A checklist leads on until User sync is on.</Trans>
        </Choice>
        <Choice icon={FileCog} title={t`From a configuration file`} onPress={onFile}>
          <Trans>A file names your source, consoles and rules already.</Trans>
        </Choice>
      </div>
      <div className={styles.buttons}>
        <Button onPress={onBack}>
          <Trans>Back</Trans>
        </Button>
      </div>
    </>
  )
}

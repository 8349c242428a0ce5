import { Trans } from '@lingui/react/macro'
import { Button } from '../../components'
import styles from './Start.module.css'

/** Says plainly what moving in will take over, that this version does not do it, and what works today. */
export function MoveIn({ onBack, onSetUp }: { onBack: () => void; onSetUp: () => void }) {
  return (
    <>
      <div className={styles.card}>
        <p>
          <Trans>
            This version cannot read another tool’s configuration yet. A later one takes over:
          </Trans>
        </p>
        <ul className={styles.points}>
          <li>
            <Trans>Adobe User Sync Tool (YAML)</Trans>
          </li>
          <li>
            <Trans>Google Cloud Directory Sync (XML)</Trans>
          </li>
          <li>
            <Trans>Bitwarden Directory Connector (JSON)</Trans>
          </li>
        </ul>
        <p>
          <Trans>
            Until then, write down your source, consoles and rules in a configuration file of
            Rolecall and start with Set up. Your present tool can go on meanwhile: a plan sends
            nothing, so you can compare before you switch over.
          </Trans>
        </p>
      </div>
      <div className={styles.buttons}>
        <Button onPress={onBack}>
          <Trans>Back</Trans>
        </Button>
        <Button variant="primary" onPress={onSetUp}>
          <Trans>Set up instead</Trans>
        </Button>
      </div>
    </>
  )
}

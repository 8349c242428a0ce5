import { Trans } from '@lingui/react/macro'
import { hrefTo, toast } from '../../../app'
import { Button, LinkButton, Said } from '../../../components'
import { useCommandAction } from '../../../platform'
import styles from '../connections.module.css'

/** Asks, once, whether it is well that nobody of a directory carries an org unit. */
export function OrgUnitQuestion({ directory }: { directory: string }) {
  const answering = useCommandAction('directories.ask_org_unit', {
    onError: (error) => toast({ tone: 'bad', text: error.message }),
  })
  return (
    <div className={styles.still}>
      <Said tone="warn">
        <Trans>
          Nobody here carries an org unit, so there are no groups from org units. Is the attribute
          that holds them mapped?
        </Trans>
      </Said>
      <div className={styles.stillActions}>
        <LinkButton href={hrefTo('connections', ['directory', directory, 'source'])}>
          <Trans>Map it…</Trans>
        </LinkButton>
        <Button
          isPending={answering.isPending}
          onPress={() => answering.mutate({ directory, noneWanted: true })}
        >
          <Trans>There are none</Trans>
        </Button>
      </div>
    </div>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { Plus, TextAlignStart } from 'lucide-react'
import { Button, EmptyState } from '../../components'
import styles from './rules.module.css'

/** What stands where no rule is yet. */
export function NoRules({ onAdd }: { onAdd: () => void }) {
  const { t } = useLingui()
  return (
    <div className={styles.nothingYet}>
      <EmptyState
        icon={TextAlignStart}
        title={t`No rules yet`}
        action={
          <Button icon={Plus} onPress={onAdd}>
            <Trans>Add the first rule</Trans>
          </Button>
        }
      >
        <Trans>
          A rule says who gets what: people of a group, an org unit or with an attribute, and the
          products, roles and groups they are given.
        </Trans>
      </EmptyState>
    </div>
  )
}

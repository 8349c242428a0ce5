import { useLingui } from '@lingui/react/macro'
import { History } from 'lucide-react'
import { Page } from '../../app'
import { EmptyState } from '../../components'

/** Plans and runs. */
export default function Runs() {
  const { t } = useLingui()
  return (
    <Page title={t`Runs`}>
      <EmptyState icon={History} title={t`No runs yet`}>
        {t`Each run is listed here with what it did and what failed.`}
      </EmptyState>
    </Page>
  )
}

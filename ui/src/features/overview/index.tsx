import { useLingui } from '@lingui/react/macro'
import { House } from 'lucide-react'
import { Page } from '../../app'
import { EmptyState } from '../../components'

/** Is all well: the switch, what failed, licences, and what happened last. */
export default function Overview() {
  const { t } = useLingui()
  return (
    <Page title={t`Overview`}>
      <EmptyState icon={House} title={t`Nothing to show yet`}>
        {t`Choose a source and a target, and what happens between them appears here.`}
      </EmptyState>
    </Page>
  )
}

import { useLingui } from '@lingui/react/macro'
import { TextAlignStart } from 'lucide-react'
import { Page } from '../../app'
import { EmptyState } from '../../components'

/** Who gets what, and what a change would do. */
export default function Rules() {
  const { t } = useLingui()
  return (
    <Page title={t`Rules`}>
      <EmptyState icon={TextAlignStart} title={t`No rules yet`}>
        {t`A rule says who gets which products, roles and groups.`}
      </EmptyState>
    </Page>
  )
}

import { useLingui } from '@lingui/react/macro'
import { Users } from 'lucide-react'
import { Page } from '../../app'
import { EmptyState } from '../../components'

/** Users, groups and org units. */
export default function People() {
  const { t } = useLingui()
  return (
    <Page title={t`People`}>
      <EmptyState icon={Users} title={t`Nobody yet`}>
        {t`People appear here after a source has been read once.`}
      </EmptyState>
    </Page>
  )
}

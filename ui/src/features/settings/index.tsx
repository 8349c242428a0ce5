import { useLingui } from '@lingui/react/macro'
import { Settings as SettingsIcon } from 'lucide-react'
import { Page } from '../../app'
import { EmptyState } from '../../components'

/** Theme, language and the rest. */
export default function Settings() {
  const { t } = useLingui()
  return (
    <Page title={t`Settings`}>
      <EmptyState icon={SettingsIcon} title={t`No settings yet`}>
        {t`Theme and language appear here.`}
      </EmptyState>
    </Page>
  )
}

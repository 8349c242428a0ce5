import { useLingui } from '@lingui/react/macro'
import { Plug } from 'lucide-react'
import { Page } from '../../app'
import { EmptyState } from '../../components'

/** Where people come from, and the consoles they are sent to. */
export default function Connections() {
  const { t } = useLingui()
  return (
    <Page title={t`Connections`}>
      <EmptyState icon={Plug} title={t`No connections yet`}>
        {t`A connection is a source that people are read from, or a target that they are sent to.`}
      </EmptyState>
    </Page>
  )
}

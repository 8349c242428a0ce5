import { useLingui } from '@lingui/react/macro'
import { Blocks } from 'lucide-react'
import { Page } from '../../app'
import { EmptyState } from '../../components'

/** The attributes that come in and go out. */
export default function Attributes() {
  const { t } = useLingui()
  return (
    <Page title={t`Attributes`}>
      <EmptyState icon={Blocks} title={t`No custom attributes yet`}>
        {t`Custom attributes can be used in conditions, as values, and in what is sent.`}
      </EmptyState>
    </Page>
  )
}

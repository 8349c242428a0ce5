import { useLingui } from '@lingui/react/macro'
import { Activity as ActivityIcon } from 'lucide-react'
import { Page } from '../../app'
import { EmptyState } from '../../components'

/** The record of all that happened. */
export default function Activity() {
  const { t } = useLingui()
  return (
    <Page title={t`Activity`}>
      <EmptyState icon={ActivityIcon} title={t`Nothing has happened yet`}>
        {t`Every change is recorded here: who made it, on whom, and why.`}
      </EmptyState>
    </Page>
  )
}

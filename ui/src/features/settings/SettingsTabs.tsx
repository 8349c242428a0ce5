import { useLingui } from '@lingui/react/macro'
import { hrefTo, navigate } from '../../app'
import { Tabs } from '../../components'

/** The parts of the Settings screen, as they stand in the address. */
export const parts = ['general', 'schedule', 'notifications', 'secrets'] as const

/** A part of the Settings screen. */
export type Part = (typeof parts)[number]

/** Leads from one part of the settings to another. */
export function SettingsTabs({ selected }: { selected: Part }) {
  const { t } = useLingui()
  const labels: Record<Part, string> = {
    general: t`General`,
    schedule: t`Schedule`,
    notifications: t`Notifications`,
    secrets: t`Secrets`,
  }
  return (
    <Tabs
      label={t`Settings`}
      selected={selected}
      onSelect={(id) => navigate(hrefTo('settings', id === 'general' ? [] : [id]))}
      tabs={parts.map((id) => ({ id, label: labels[id], content: null }))}
    />
  )
}

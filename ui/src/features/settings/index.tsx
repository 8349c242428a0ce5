import { Trans, useLingui } from '@lingui/react/macro'
import { CircleAlert } from 'lucide-react'
import { Page, useRoute } from '../../app'
import { Button, Card, EmptyState, SkeletonRows } from '../../components'
import { type Settings as Kept, useCommand } from '../../platform'
import { AboutCard } from './AboutCard'
import { ActivityCard } from './ActivityCard'
import { AppearanceCard } from './AppearanceCard'
import { DesktopCard } from './DesktopCard'
import { NotifySettings } from './notify/NotifySettings'
import { RenewalCard } from './RenewalCard'
import { SecretCard } from './SecretCard'
import { SecretsPlaceCard } from './SecretsPlaceCard'
import styles from './Settings.module.css'
import { type Part, parts, SettingsTabs } from './SettingsTabs'
import { ScheduleSettings } from './schedule/ScheduleSettings'

/** The part that the address names; a secret to be set stands among the secrets. */
function usePart(): Part {
  const route = useRoute()
  if (route?.query.secret) return 'secrets'
  return parts.find((part) => part === route?.path[0]) ?? 'general'
}

function Content({ part, settings }: { part: Part; settings: Kept }) {
  const isOpen = settings.secrets.backend !== 'none'
  switch (part) {
    case 'schedule':
      return <ScheduleSettings />
    case 'notifications':
      return <NotifySettings isOpen={isOpen} />
    case 'secrets':
      return (
        <>
          <SecretsPlaceCard state={settings.secrets} />
          <SecretCard isOpen={isOpen} />
          <RenewalCard settings={settings} />
        </>
      )
    default:
      return (
        <>
          <AppearanceCard settings={settings} />
          <DesktopCard settings={settings} />
          <ActivityCard settings={settings} />
          <AboutCard settings={settings} />
        </>
      )
  }
}

/** Theme and language, when runs start by themselves, who is told, and where secrets are kept. */
export default function Settings() {
  const { t } = useLingui()
  const settings = useCommand('settings.get', {})
  const part = usePart()
  const { data, error } = settings
  return (
    <Page title={t`Settings`}>
      <SettingsTabs selected={part} />
      {!data && error ? (
        <EmptyState
          icon={CircleAlert}
          title={t`The settings could not be read`}
          action={
            <Button onPress={() => settings.refetch()}>
              <Trans>Try again</Trans>
            </Button>
          }
        >
          {error.message}
        </EmptyState>
      ) : (
        <div className={styles.column}>
          {data ? (
            <Content part={part} settings={data} />
          ) : (
            <Card title={t`Settings`} flush>
              <SkeletonRows rows={3} />
            </Card>
          )}
        </div>
      )}
    </Page>
  )
}

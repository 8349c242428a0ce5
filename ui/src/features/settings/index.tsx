import { Trans, useLingui } from '@lingui/react/macro'
import { CircleAlert } from 'lucide-react'
import { Page } from '../../app'
import { Button, Card, EmptyState, SkeletonRows } from '../../components'
import { useCommand } from '../../platform'
import { AboutCard } from './AboutCard'
import { AppearanceCard } from './AppearanceCard'
import { SecretCard } from './SecretCard'
import { SecretsPlaceCard } from './SecretsPlaceCard'
import styles from './Settings.module.css'

/** Theme, language, where secrets are kept, and what this installation is. */
export default function Settings() {
  const { t } = useLingui()
  const settings = useCommand('settings.get', {})
  const { data, error } = settings
  return (
    <Page title={t`Settings`}>
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
            <>
              <AppearanceCard settings={data} />
              <SecretsPlaceCard state={data.secrets} />
              <SecretCard isOpen={data.secrets.backend !== 'none'} />
              <AboutCard settings={data} />
            </>
          ) : (
            [t`Appearance and language`, t`Where secrets are kept`, t`This installation`].map(
              (title) => (
                <Card key={title} title={title} flush>
                  <SkeletonRows rows={3} />
                </Card>
              ),
            )
          )}
        </div>
      )}
    </Page>
  )
}

import { useLingui } from '@lingui/react/macro'
import { type Theme, toast, toTheme } from '../../app'
import { Card, Select } from '../../components'
import { available } from '../../i18n'
import { type Settings, useCommandAction } from '../../platform'
import styles from './Settings.module.css'

/** Theme and language. Both show at once; the engine keeps them. */
export function AppearanceCard({ settings }: { settings: Settings }) {
  const { t } = useLingui()
  const changing = useCommandAction('settings.set', {
    refresh: [],
    onSuccess: (now, _, client) => client.setQueryData(['settings.get', {}], now),
    onError: (error) => toast({ tone: 'bad', text: error.message }),
  })
  const wanted = changing.isPending ? changing.variables : null
  const known = available.map((l) => ({ value: l.id, label: l.name }))
  const language = wanted?.language ?? settings.language
  return (
    <Card title={t`Appearance and language`}>
      <div className={styles.fields}>
        <Select<Theme>
          label={t`Theme`}
          value={toTheme(wanted?.theme ?? settings.theme)}
          onChange={(theme) => changing.mutate({ theme, language: null })}
          options={[
            { value: 'system', label: t`As the system` },
            { value: 'light', label: t`Light` },
            { value: 'dark', label: t`Dark` },
          ]}
        />
        <Select
          label={t`Language`}
          value={language}
          onChange={(next) => changing.mutate({ theme: null, language: next })}
          options={[{ value: 'system', label: t`As the system` }, ...known]}
        />
      </div>
    </Card>
  )
}

import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { TextArea, TextField } from '../../../components'
import { linesOf, orNull } from './settings'
import styles from './setup.module.css'
import type { Setup } from './useSetup'

/** Several names or paths, one a line. */
function Lines({
  label,
  description,
  values,
  onChange,
}: {
  label: string
  description: string
  values: readonly string[]
  onChange: (values: string[]) => void
}) {
  const [text, setText] = useState(() => values.join('\n'))
  return (
    <TextArea
      label={label}
      description={description}
      rows={2}
      value={text}
      onChange={(typed) => {
        setText(typed)
        onChange(linesOf(typed))
      }}
    />
  )
}

/** Whom the source delivers: members of groups, people in org units, whom a query finds. */
export function Scope({ setup }: { setup: Setup }) {
  const { t } = useLingui()
  const { source, change } = setup
  const hasOrgUnits = source.kind === 'google' || Boolean(source.map.orgUnit)
  return (
    <>
      <div className={styles.two}>
        <Lines
          label={t`Only members of these groups`}
          description={t`One a line, by name or id; members of groups within them too. Empty for everybody.`}
          values={source.scopeGroups}
          onChange={(scopeGroups) => change({ scopeGroups })}
        />
        <Lines
          label={t`Only people in these org units`}
          description={
            hasOrgUnits
              ? t`One path a line, such as /Sales; those below it too. Empty for everybody.`
              : t`One path a line. Nobody has one until an attribute is read as the org unit.`
          }
          values={source.scopeOrgUnits}
          onChange={(scopeOrgUnits) => change({ scopeOrgUnits })}
        />
      </div>
      <TextField
        label={t`Only these people`}
        description={t`A query in the provider’s own language, sent as it stands. Leave empty for everybody.`}
        value={source.scopeQuery ?? ''}
        onChange={(query) => change({ scopeQuery: orNull(query) })}
      />
    </>
  )
}

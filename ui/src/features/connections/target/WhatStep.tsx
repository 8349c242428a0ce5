import { useLingui } from '@lingui/react/macro'
import { Label, Radio, RadioGroup } from 'react-aria-components'
import { TextField } from '../../../components'
import { useKindWords } from '../kindWords'
import styles from '../setup/setup.module.css'
import { type Kind, kinds } from './settings'
import type { TargetSetup } from './useTargetSetup'

/** What the target is called, and which console it is. */
export function WhatStep({ setup }: { setup: TargetSetup }) {
  const { t } = useLingui()
  const words = useKindWords()
  const notes: Record<Kind, string> = {
    goto: t`Roles, products, user and device groups, and settings templates of GoTo.`,
    umapi: t`Product profiles, user groups and administrators in the Adobe Admin Console.`,
    scim: t`Any console that takes accounts and groups by SCIM 2.0.`,
    csv: t`A file of accounts, for consoles that are filled by hand.`,
  }
  return (
    <div className={styles.form}>
      <TextField
        label={t`Name of the target`}
        placeholder="goto"
        autoFocus
        value={setup.settings.name}
        onChange={(name) => setup.change({ name })}
        description={t`Short and without spaces: rules and the configuration call it so.`}
      />
      <RadioGroup
        value={setup.settings.kind}
        onChange={(kind) => setup.choose(kind as Kind)}
        className={styles.kinds}
      >
        <Label className={styles.hidden}>{t`Which console it is`}</Label>
        {kinds.map((one) => (
          <Radio key={one} value={one} className={styles.kind}>
            <b>{words(one)}</b>
            <span>{notes[one]}</span>
          </Radio>
        ))}
      </RadioGroup>
    </div>
  )
}

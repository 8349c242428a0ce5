import { Trans, useLingui } from '@lingui/react/macro'
import { Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import {
  Button,
  Checkbox,
  IconButton,
  Said,
  Select,
  TextArea,
  TextField,
} from '../../../components'
import type { FoundSlot, SlotSettings } from '../../../platform'
import styles from '../setup/setup.module.css'
import { blankSlot, readValues, writeValues } from './settings'
import type { TargetSetup } from './useTargetSetup'

/** So many values are still read over; of more, the slot stays open for all. */
const most = 100

function Values({
  slot,
  found,
  onChange,
}: {
  slot: SlotSettings
  found: FoundSlot | undefined
  onChange: (values: SlotSettings['values']) => void
}) {
  const { t } = useLingui()
  const [text, setText] = useState(() => writeValues(slot.values))
  const write = (next: string) => {
    setText(next)
    onChange(readValues(next))
  }
  const canTake = found !== undefined && found.total > 0 && found.total <= most
  return (
    <div className={styles.form}>
      <TextArea
        label={t`Values of ${slot.name}`}
        description={t`One a line; “Connect = 500” says that there are 500 licences. Leave empty to allow every value the console has.`}
        mono
        rows={3}
        value={text}
        onChange={write}
      />
      {canTake && (
        <div>
          <Button small onPress={() => write(writeValues(found.values))}>
            <Trans>Take over what was found</Trans>
          </Button>
        </div>
      )}
    </div>
  )
}

function Slot({ setup, index }: { setup: TargetSetup; index: number }) {
  const { t } = useLingui()
  const { settings, trial } = setup
  const slot = settings.slots[index]
  if (!slot) return null
  const change = (to: Partial<SlotSettings>) => setup.changeSlot(index, to)
  const remove = () => setup.change({ slots: settings.slots.filter((_, at) => at !== index) })
  return (
    <fieldset className={styles.slot} aria-label={t`Slot ${slot.name}`}>
      <div className={styles.line}>
        <TextField label={t`Slot`} value={slot.name} onChange={(name) => change({ name })} />
        <Select
          label={t`A person has`}
          value={slot.many ? 'many' : 'one'}
          onChange={(many) => change({ many: many === 'many' })}
          options={[
            { value: 'many', label: t`any number of values` },
            { value: 'one', label: t`one value at most` },
          ]}
        />
        {settings.kind === 'scim' && (
          <Select
            label={t`Kept in`}
            value={slot.bind ?? 'groups'}
            onChange={(bind) => change({ bind })}
            options={[
              { value: 'groups', label: t`groups` },
              { value: 'roles', label: t`roles` },
              { value: 'entitlements', label: t`entitlements` },
              ...(slot.bind?.startsWith('attribute:')
                ? [{ value: slot.bind, label: slot.bind }]
                : []),
            ]}
          />
        )}
        <IconButton label={t`Remove slot ${slot.name}`} icon={Trash2} onPress={remove} />
      </div>
      <Values
        slot={slot}
        found={trial?.found.find((one) => one.slot === slot.name)}
        onChange={(values) => change({ values })}
      />
      <Checkbox
        label={t`Create values that the console lacks`}
        isSelected={slot.createValues}
        onChange={(createValues) => change({ createValues })}
      />
      <Grace slot={slot} onChange={change} />
    </fieldset>
  )
}

function Grace({
  slot,
  onChange,
}: {
  slot: SlotSettings
  onChange: (change: Partial<SlotSettings>) => void
}) {
  const { t } = useLingui()
  return (
    <TextField
      label={t`Days a removal waits`}
      description={t`It cancels itself when the person matches again meanwhile.`}
      value={String(slot.graceDays)}
      onChange={(text) => /^\d{0,4}$/.test(text) && onChange({ graceDays: Number(text) })}
    />
  )
}

/** What can be given there. Where the vendor fixes the slots, they are only told. */
export function SlotsStep({ setup }: { setup: TargetSetup }) {
  const { t } = useLingui()
  const { settings } = setup
  if (settings.kind === 'goto' || settings.kind === 'umapi') {
    return (
      <div className={styles.form}>
        <p className={styles.soft}>
          {settings.kind === 'goto' ? (
            <Trans>
              GoTo knows a role, products, a user group, device groups and a settings template.
              Their values and licences are read from the console.
            </Trans>
          ) : (
            <Trans>
              Adobe knows product profiles, user groups and admin groups. Their values and licences
              are read from the console.
            </Trans>
          )}
        </p>
        {settings.slots.map((slot, index) => (
          <fieldset key={slot.name} className={styles.slot} aria-label={t`Slot ${slot.name}`}>
            <b>{slot.name}</b>
            {slot.name === 'user_groups' && (
              <Checkbox
                label={t`Create values that the console lacks`}
                isSelected={slot.createValues}
                onChange={(createValues) => setup.changeSlot(index, { createValues })}
              />
            )}
            <Grace slot={slot} onChange={(change) => setup.changeSlot(index, change)} />
          </fieldset>
        ))}
      </div>
    )
  }
  return (
    <div className={styles.form}>
      <p className={styles.soft}>
        <Trans>A slot is a kind of thing that rules give here: products, groups, a role.</Trans>
      </p>
      {settings.slots.length === 0 && (
        <Said tone="warn">
          <Trans>Without a slot, rules can give nothing here.</Trans>
        </Said>
      )}
      {settings.slots.map((_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a slot is known by its place while its name is typed
        <Slot key={index} setup={setup} index={index} />
      ))}
      <div>
        <Button
          icon={Plus}
          onPress={() =>
            setup.change({
              slots: [
                ...settings.slots,
                blankSlot('', { bind: settings.kind === 'scim' ? 'groups' : null }),
              ],
            })
          }
        >
          <Trans>Add slot</Trans>
        </Button>
      </div>
    </div>
  )
}

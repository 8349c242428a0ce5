import { useLingui } from '@lingui/react/macro'
import { X } from 'lucide-react'
import { setQuery } from '../../../app'
import { Checkbox, Chip, IconButton, Select } from '../../../components'
import { useCommand } from '../../../platform'
import styles from '../people.module.css'
import { changeFilter, type UserFilter, type Within } from './filter'

const any = 'any'

/** A group or org unit that the list is about, with the way back to everybody. */
function About({ children, onClear }: { children: string; onClear: () => void }) {
  const { t } = useLingui()
  return (
    <span className={styles.about}>
      <Chip>{children}</Chip>
      <IconButton label={t`Show people outside ${children} too`} icon={X} onPress={onClear} />
    </span>
  )
}

/** Narrows the list of people: by directory, state, failures, and groups. */
export function UserFilters({ filter, within }: { filter: UserFilter; within: Within }) {
  const { t } = useLingui()
  const { data } = useCommand('directories.list', {})
  const directories = data?.items.map(({ name }) => name) ?? []
  return (
    <div className={styles.filters}>
      {(directories.length > 1 || filter.directory !== null) && (
        <Select
          label={t`Directory`}
          hideLabel
          value={filter.directory ?? any}
          onChange={(name) => changeFilter({ directory: name === any ? null : name })}
          options={[
            { value: any, label: t`All directories` },
            ...directories.map((name) => ({ value: name, label: name })),
          ]}
        />
      )}
      <Select
        label={t`State`}
        hideLabel
        value={filter.state ?? any}
        onChange={(state) => changeFilter({ state: state === any ? null : state })}
        options={[
          { value: any, label: t`Any state` },
          { value: 'active', label: t`Active` },
          { value: 'disabled', label: t`Disabled at the source` },
          { value: 'gone', label: t`Disabled, no longer delivered` },
          { value: 'not_seen_yet', label: t`Not seen yet` },
        ]}
      />
      <Checkbox
        label={t`With failures`}
        isSelected={filter.failures}
        onChange={(failures) => changeFilter({ failures })}
      />
      <Checkbox
        label={t`Without a group`}
        isSelected={filter.withoutGroup}
        onChange={(withoutGroup) => changeFilter({ withoutGroup })}
      />
      {within.group && (
        <About onClear={() => setQuery({ gd: undefined, gid: undefined, group: undefined })}>
          {within.group.name}
        </About>
      )}
      {within.unit && <About onClear={() => setQuery({ unit: undefined })}>{within.unit}</About>}
    </div>
  )
}

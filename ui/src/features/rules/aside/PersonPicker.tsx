import { useLingui } from '@lingui/react/macro'
import { keepPreviousData } from '@tanstack/react-query'
import { useState } from 'react'
import { ComboBox } from '../../../components'
import { useCommand } from '../../../platform'

/** A person found by name or address. */
export function PersonPicker({
  onChoose,
  autoFocus,
}: {
  onChoose: (user: string) => void
  autoFocus?: boolean
}) {
  const { t } = useLingui()
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState<string | null>(null)
  const { data } = useCommand(
    'people.list',
    { text: chosen === typed ? '' : typed, page: { offset: 0, limit: 20 } },
    { placeholderData: keepPreviousData },
  )
  return (
    <ComboBox
      label={t`Person`}
      placeholder={t`Name or address`}
      autoFocus={autoFocus}
      value={chosen === typed ? chosen : null}
      inputValue={typed}
      onInputChange={setTyped}
      onChange={(user) => {
        if (user === null) return
        setTyped(user)
        setChosen(user)
        onChoose(user)
      }}
      options={(data?.items ?? []).map((person) => ({
        value: person.user,
        label: person.user,
        description: [person.name, person.department].filter(Boolean).join(' · '),
      }))}
    />
  )
}

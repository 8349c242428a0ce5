import { useDeferredValue } from 'react'
import { hrefTo, navigate } from '../../app'
import { useCommand } from '../../platform'
import { matching, type Offer } from './matching'

const few = { offset: 0, limit: 6 }

/** People, groups and rules whose names answer `text`; none before anything is typed. */
export function useFound(text: string): { people: Offer[]; groups: Offer[]; rules: Offer[] } {
  const wanted = useDeferredValue(text.trim())
  const options = { enabled: wanted !== '', placeholderData: <T>(before: T) => before }
  const people = useCommand('people.list', { text: wanted, page: few }, options)
  const groups = useCommand(
    'groups.list',
    {
      text: wanted,
      directory: null,
      origin: null,
      sort: 'all',
      descending: true,
      language: document.documentElement.lang || 'en',
      page: few,
    },
    options,
  )
  const rules = useCommand('rules.list', {}, { enabled: wanted !== '' })
  if (wanted === '') return { people: [], groups: [], rules: [] }
  const named = (rules.data?.rules ?? []).map(({ id, rule }) => ({
    id: `rule ${id}`,
    label: rule.name,
    note: rule.note,
    onAction: () => navigate(hrefTo('rules', [id])),
  }))
  return {
    people: (people.data?.items ?? []).map((person) => ({
      id: `person ${person.directory} ${person.user}`,
      label: person.name,
      note: person.email ?? person.user,
      onAction: () => navigate(hrefTo('people', [person.user])),
    })),
    groups: (groups.data?.items ?? []).map((group) => ({
      id: `group ${group.directory} ${group.id}`,
      label: group.name,
      onAction: () => navigate(hrefTo('people', ['groups', group.directory, group.id])),
    })),
    rules: matching(named, wanted, 6),
  }
}

import { useMutation } from '@tanstack/react-query'
import { type AppError, call, type SourceProbeField, useCommand } from '../../platform'

const asked = ['entra', 'google', 'okta', 'scim', 'ldap']

/** The fields that the records of asked sources really have, each with a value; looked for when somebody wishes. */
export function useSourceFields(): {
  /** Whether there is a source to look at. */
  isThere: boolean
  fields: readonly SourceProbeField[]
  look: () => void
  isLooking: boolean
  error: AppError | null
} {
  const { data } = useCommand('directories.list', {})
  const names = (data?.items ?? [])
    .filter(({ kind }) => asked.includes(kind))
    .map(({ name }) => name)
  const looking = useMutation<SourceProbeField[], AppError>({
    mutationFn: async () => {
      const found = new Map<string, SourceProbeField>()
      for (const directory of names) {
        const { source } = await call('directories.show', { directory })
        if (!source) continue
        const probe = await call('connections.probe', { directory, source, secretValue: null })
        for (const field of probe.fields) if (!found.has(field.path)) found.set(field.path, field)
      }
      return [...found.values()].sort((a, b) => a.path.localeCompare(b.path, 'en'))
    },
  })
  return {
    isThere: names.length > 0,
    fields: looking.data ?? [],
    look: () => looking.mutate(),
    isLooking: looking.isPending,
    error: looking.error,
  }
}

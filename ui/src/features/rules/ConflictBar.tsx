import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Banner, Button } from '../../components'
import { useFormat } from '../../i18n'
import type { DraftConflict, OtherChange } from '../../platform'

function useOtherWords() {
  const { t } = useLingui()
  return ({ rule, change }: OtherChange): string => {
    switch (change) {
      case 'new':
        return t`“${rule}” is new`
      case 'deleted':
        return t`“${rule}” deleted`
      case 'moved':
        return t`“${rule}” moved`
      default:
        return t`“${rule}” edited`
    }
  }
}

/** What another administrator saved while rules were edited here, and the way to have both. */
export function ConflictBar({
  conflict,
  onMerge,
  isBusy,
}: {
  conflict: DraftConflict
  onMerge: () => void
  isBusy: boolean
}) {
  const { t } = useLingui()
  const { list, number } = useFormat()
  const words = useOtherWords()
  const { changes } = conflict
  const shown = changes.slice(0, 5).map(words)
  const more = number(changes.length - shown.length)
  if (changes.length > shown.length) shown.push(t`${more} more`)
  const both = changes.filter((c) => c.collides).map((c) => `“${c.rule}”`)
  return (
    <Banner
      tone="warn"
      title={
        <Plural
          value={changes.length}
          one="Another administrator saved a change meanwhile"
          other="Another administrator saved # changes meanwhile"
        />
      }
      actions={
        <Button variant="primary" onPress={onMerge} isPending={isBusy}>
          <Trans>Take over their changes</Trans>
        </Button>
      }
    >
      {list(shown)}.{' '}
      {both.length > 0 ? (
        <Trans>You both changed {list(both)}: there your edits stay.</Trans>
      ) : (
        <Trans>None of it touches your edits.</Trans>
      )}
    </Banner>
  )
}

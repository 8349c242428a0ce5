import { Plural, Trans } from '@lingui/react/macro'
import { useEngineWords } from '../i18n'
import type { ActivityItem } from '../platform'
import { numberIn, OtherSentence, textIn, useActor } from './activityParts'

/** Kinds of entries about people who are edited, added and deleted. */
export const personKinds: ReadonlySet<string> = new Set([
  'person_added',
  'person_edited',
  'person_deleted',
  'edits_given_up',
  'edits_fell_back',
  'account_deleted',
])

/** The attributes that an edit was of. */
function attributesIn(detail: ActivityItem['detail']): string {
  const values = Array.isArray(detail.values) ? detail.values : []
  const names = values.map((one) =>
    typeof one === 'object' && one !== null && 'attribute' in one ? String(one.attribute) : '',
  )
  return names.filter((name) => name !== '').join(', ')
}

/** An edit, an addition or a deletion of a person, as a sentence. */
export function PersonSentence({ item }: { item: ActivityItem }) {
  const actor = useActor()(item.who)
  const { detail, target } = item
  const person = <b>{item.person}</b>
  const directory = textIn(detail, 'directory') ?? ''
  const attributes = attributesIn(detail)
  const edits = numberIn(detail, 'edits') ?? 0
  const words = useEngineWords()(textIn(detail, 'message') ?? '')
  switch (item.kind) {
    case 'person_added':
      return (
        <Trans>
          {actor} added {person} to {directory}
        </Trans>
      )
    case 'person_edited':
      return (
        <Trans>
          {actor} edited {attributes} of {person}
        </Trans>
      )
    case 'person_deleted':
      return (
        <Trans>
          {actor} deleted {person} from {directory} for good
        </Trans>
      )
    case 'edits_given_up':
      return (
        <Trans>
          {actor} undid <Plural value={edits} one="# edit" other="# edits" /> of {person}
        </Trans>
      )
    case 'edits_fell_back':
      return <Trans>Edits of {person} fell back: the source changed them</Trans>
    case 'account_deleted':
      if (item.status === 'failed') {
        return (
          <>
            <Trans>
              The account of {person} in {target} could not be deleted
            </Trans>
            {words && <> · “{words}”</>}
          </>
        )
      }
      return item.status === 'sending' ? (
        <Trans>
          {actor} asks {target} to delete the account of {person}
        </Trans>
      ) : (
        <Trans>
          The account of {person} in {target} is deleted
        </Trans>
      )
    default:
      return <OtherSentence item={item} />
  }
}

import { useLingui } from '@lingui/react/macro'
import { useFormat } from '../i18n'
import type { ActivityItem } from '../platform'

/** A number of an entry's particulars. */
export const numberIn = (detail: ActivityItem['detail'], key: string) => {
  const value = detail[key]
  return typeof value === 'number' ? value : null
}

/** Text of an entry's particulars that says something. */
export const textIn = (detail: ActivityItem['detail'], key: string) => {
  const value = detail[key]
  return typeof value === 'string' && value !== '' ? value : null
}

/** The figures of a run that are not zero: "1,187 done, 17 failed, 212 held". */
export function Figures({ detail }: { detail: ActivityItem['detail'] }) {
  const { t } = useLingui()
  const { number } = useFormat()
  const say = (key: string, words: (shown: string) => string) => {
    const n = numberIn(detail, key)
    return n ? [words(number(n))] : []
  }
  const parts = [
    ...say('done', (n) => t`${n} done`),
    ...say('failed', (n) => t`${n} failed`),
    ...say('held', (n) => t`${n} held`),
    ...say('notSent', (n) => t`${n} not sent`),
  ]
  return parts.length > 0 ? parts.join(', ') : t`nothing to change`
}

/** Who did it, in a word: without the machine. */
export function useActor() {
  const { t } = useLingui()
  return (who: string) => {
    if (who === 'schedule') return t`The schedule`
    return who.split('@')[0] || t`Someone`
  }
}

/** A kind of a newer engine: its own word, so that nothing is kept back. */
export function OtherSentence({ item }: { item: ActivityItem }) {
  const word = item.kind.replaceAll('_', ' ')
  return (
    <>
      {word}
      {item.person && <> · {item.person}</>}
      {item.rule && <> · {item.rule}</>}
      {item.target && <> · {item.target}</>}
    </>
  )
}

import { keepPreviousData } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { type AttributeDraft, type AttributeTrial, useCommand } from '../../platform'

/** What `draft` comes to for people whom `text` finds, a moment after the last keystroke. */
export function useTrial(draft: AttributeDraft, text: string): AttributeTrial | undefined {
  const [asked, setAsked] = useState({ attribute: draft, text })
  const now = JSON.stringify({ attribute: draft, text })
  useEffect(() => {
    const timer = setTimeout(() => setAsked(JSON.parse(now)), 120)
    return () => clearTimeout(timer)
  }, [now])
  const hasSource = Boolean(asked.attribute.from || asked.attribute.expression)
  return useCommand('attributes.try', asked, {
    enabled: asked.attribute.name !== '' || hasSource,
    placeholderData: keepPreviousData,
  }).data
}

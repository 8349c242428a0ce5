import { Trans, useLingui } from '@lingui/react/macro'
import { ChevronDown, RefreshCw, Save } from 'lucide-react'
import { useState } from 'react'
import { hrefTo, navigate, toast } from '../../../app'
import { Button, IconButton, Menu, Tooltip } from '../../../components'
import { useFormat } from '../../../i18n'
import { toAppError, useCommandAction } from '../../../platform'
import type { DraftSnapshot } from '../draft/store'
import { useStore } from '../draft/useDraft'
import styles from './effect.module.css'
import { headlineOf, useHeadlineWords } from './effectWords'
import { useBlocker } from './useObstacle'

/** Saves the draft, and says so with the next step. */
function useSave() {
  const { t } = useLingui()
  const store = useStore()
  const [isSaving, setSaving] = useState(false)
  const sync = useCommandAction('sync.now', {
    onError: (error) => toast({ tone: 'bad', text: error.message }),
  })
  const save = async (syncNow: boolean) => {
    setSaving(true)
    try {
      await store.save(syncNow)
      if (syncNow) toast({ text: t`The rules are saved, and a run has started.` })
      else
        toast({
          text: t`The rules are saved and take effect with the next run.`,
          action: { label: t`Sync now`, onPress: () => sync.mutate({}) },
        })
    } catch (thrown) {
      toast({ tone: 'bad', text: toAppError(thrown).message })
    } finally {
      setSaving(false)
    }
  }
  return { save, isSaving }
}

/** The main button's words: what saving comes to, worst first. */
export function useSaveWords({ effect, isEffectOld }: DraftSnapshot): string {
  const { t } = useLingui()
  const words = useHeadlineWords()
  const headline = effect && !isEffectOld ? headlineOf(effect) : null
  return headline ? t`Save · ${words(headline)}` : t`Save`
}

/** Save with what it will do, Save and sync now, Discard, and the way to everybody concerned. */
export function SaveBar({
  shown,
  onAll,
  isShort,
}: {
  shown: DraftSnapshot
  onAll: () => void
  /** Leaves out the way to everybody, where there is no room. */
  isShort?: boolean
}) {
  const { t } = useLingui()
  const { number } = useFormat()
  const store = useStore()
  const { save, isSaving } = useSave()
  const words = useSaveWords(shown)
  const blocker = useBlocker(shown)
  const people = number(shown.effect?.people ?? 0)
  if (!shown.draft?.isChanged && !shown.text) return null
  const isBlocked = blocker !== null
  return (
    <>
      {!isShort && (shown.effect?.people ?? 0) > 0 && (
        <div className={styles.all}>
          <Button variant="quiet" onPress={onAll}>
            <Trans>All {people}</Trans>
          </Button>
        </div>
      )}
      <Button
        onPress={() => {
          store.discard()
          navigate(hrefTo('rules'))
        }}
      >
        <Trans>Discard</Trans>
      </Button>
      <div className={styles.save}>
        <Tooltip text={blocker ?? words}>
          <Button
            variant="primary"
            onPress={() => save(false)}
            isPending={isSaving}
            isDisabled={isBlocked}
          >
            <span className={styles.saveWords}>{words}</span>
          </Button>
        </Tooltip>
        <Menu
          label={t`Ways to save`}
          trigger={
            <IconButton
              label={t`More ways to save`}
              icon={ChevronDown}
              isDisabled={isBlocked || isSaving}
            />
          }
          items={[
            { id: 'save', label: t`Save`, icon: Save, onAction: () => save(false) },
            {
              id: 'sync',
              label: t`Save and sync now`,
              icon: RefreshCw,
              onAction: () => save(true),
            },
          ]}
        />
      </div>
    </>
  )
}

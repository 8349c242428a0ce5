import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { toast } from '../../app'
import { forClipboard } from '../../components'
import { type ExportedFile, saveFile, toAppError } from '../../platform'

/** Saves what a command writes as a file, or copies it as a table; says so when it cannot. */
export function useExport() {
  const { t } = useLingui()
  const [isPending, setPending] = useState(false)
  const doing = async (act: () => Promise<void>) => {
    setPending(true)
    try {
      await act()
    } catch (thrown) {
      toast({ tone: 'bad', text: toAppError(thrown).message })
    } finally {
      setPending(false)
    }
  }
  return {
    isPending,
    save: (write: () => Promise<ExportedFile>) =>
      doing(async () => {
        const { name, text } = await write()
        await saveFile(name, text)
      }),
    copy: (write: () => Promise<ExportedFile>) =>
      doing(async () => {
        await navigator.clipboard.writeText(forClipboard((await write()).text))
        toast({ text: t`Copied. Paste it into a spreadsheet.` })
      }),
  }
}

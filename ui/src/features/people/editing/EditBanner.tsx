import { Trans, useLingui } from '@lingui/react/macro'
import { toast } from '../../../app'
import { Banner, Button } from '../../../components'
import { type EditWindow, useCommandAction } from '../../../platform'
import { Countdown } from './Countdown'

/** Says that a synced directory may be edited, for how long yet, and ends it. */
export function EditBanner({ window }: { window: EditWindow }) {
  const { t } = useLingui()
  const { directory, until, who } = window
  const closing = useCommandAction('edit_window.close', {
    onSuccess: () => toast({ text: t`${directory} is read-only again.` }),
    onError: (error) => toast({ tone: 'bad', text: error.message }),
  })
  const left = <Countdown until={until} />
  return (
    <Banner
      tone="warn"
      title={t`${directory} can be edited`}
      actions={
        <Button isPending={closing.isPending} onPress={() => closing.mutate({ directory })}>
          <Trans>Stop editing</Trans>
        </Button>
      }
    >
      <Trans>
        Opened by {who}; closes by itself in {left}. Edits stay here, and fall back when the source
        changes the person.
      </Trans>
    </Banner>
  )
}

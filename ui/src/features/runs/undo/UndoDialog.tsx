import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CirclePause } from 'lucide-react'
import { toast } from '../../../app'
import { Banner, Button, Dialog, ReadError, SkeletonRows, StatusWord } from '../../../components'
import { useFormat } from '../../../i18n'
import { call, toAppError, type UndoPreview, useCommand } from '../../../platform'
import { TargetPart } from './TargetPart'
import styles from './undo.module.css'

function useUndo(onDone: () => void, onMoved: () => void) {
  const { t } = useLingui()
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ run, plan }: UndoPreview) => call('runs.undo', { run, plan }),
    onSuccess: () => {
      toast({ text: t`The undo has started. The targets stay paused until you resume them.` })
      client.invalidateQueries()
      onDone()
    },
    // Another plan than the one on show is never carried out: it is made anew and asked for again.
    onError: onMoved,
  })
}

/** Where things are taken back. */
const touched = ({ targets }: UndoPreview) =>
  targets.filter((one) => one.steps > 0).map((one) => one.target)

function Preview({ preview }: { preview: UndoPreview }) {
  const { list } = useFormat()
  const places = touched(preview)
  const names = list(places)
  if (preview.targets.length === 0) {
    return (
      <p>
        <Trans>This run did nothing that could be taken back.</Trans>
      </p>
    )
  }
  return (
    <>
      {places.length > 0 && (
        <p className={styles.pauses}>
          <CirclePause size={15} aria-hidden="true" />
          <span>
            <Plural
              value={places.length}
              one={`Then ${names} is paused: runs leave it out until you press Resume on Overview, or the rules would do it all again.`}
              other={`Then ${names} are paused: runs leave them out until you press Resume on Overview, or the rules would do it all again.`}
            />
          </span>
        </p>
      )}
      {preview.targets.map((target) => (
        <TargetPart key={target.target} target={target} />
      ))}
    </>
  )
}

/** Shows what undoing a run would take back now, worst first, what it leaves and why, and undoes just that. */
export function UndoDialog({ run, onClose }: { run: number; onClose: () => void }) {
  const { t } = useLingui()
  const { number } = useFormat()
  const query = useCommand(
    'runs.undo_preview',
    { run },
    { gcTime: 0, staleTime: Number.POSITIVE_INFINITY, retry: false },
  )
  const { data, error, isFetching } = query
  const undoing = useUndo(onClose, () => query.refetch())
  const shown = number(run)
  const steps = data?.steps ?? 0
  return (
    <Dialog
      size="large"
      title={t`Undo run ${shown}`}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button
            variant="danger"
            isDisabled={!data || isFetching || steps === 0}
            isPending={undoing.isPending}
            onPress={() => data && undoing.mutate(data)}
          >
            {steps > 0 ? (
              <Plural value={steps} one="Undo # change" other="Undo # changes" />
            ) : data && !isFetching ? (
              <Trans>Nothing to undo</Trans>
            ) : (
              <Trans>Undo</Trans>
            )}
          </Button>
        </>
      }
    >
      <div className={styles.undo}>
        {undoing.error && (
          <Banner tone="warn" title={t`Nothing was undone`}>
            {toAppError(undoing.error).message}
          </Banner>
        )}
        {isFetching ? (
          <>
            <StatusWord tone="info" active>
              <Trans>Asking the targets what still stands. Nothing is sent.</Trans>
            </StatusWord>
            <div className={styles.frame}>
              <SkeletonRows rows={5} height={40} />
            </div>
          </>
        ) : error ? (
          <ReadError error={error} onRetry={() => query.refetch()} />
        ) : (
          data && <Preview preview={data} />
        )}
      </div>
    </Dialog>
  )
}

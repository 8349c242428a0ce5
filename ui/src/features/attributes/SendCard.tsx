import { Trans, useLingui } from '@lingui/react/macro'
import { Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { toast } from '../../app'
import { Button, Card, IconButton, TextField } from '../../components'
import { type SendItem, type SendMap, useCommandAction } from '../../platform'
import styles from './attributes.module.css'
import { SendPreview } from './SendPreview'

interface Line extends SendItem {
  id: number
}

/** What is sent to one target, editable, with what exactly leaves for one person. */
export function SendCard({ map }: { map: SendMap }) {
  const { t } = useLingui()
  const [lines, setLines] = useState<Line[]>(() => map.more.map((item, id) => ({ ...item, id })))
  const [next, setNext] = useState(map.more.length)
  const change = (id: number, part: Partial<SendItem>) =>
    setLines((all) => all.map((line) => (line.id === id ? { ...line, ...part } : line)))
  const more = lines
    .map(({ theirs, ours }) => ({ theirs: theirs.trim(), ours: ours.trim() }))
    .filter((item) => item.theirs !== '' && item.ours !== '')
  const isChanged = JSON.stringify(more) !== JSON.stringify(map.more)
  const saving = useCommandAction('send.set', {
    onSuccess: () => toast({ text: t`What is sent to “${map.target}” is saved.` }),
  })
  return (
    <Card title={map.target}>
      <div className={styles.send}>
        <div className={styles.maps}>
          <h3>
            <Trans>Always sent</Trans>
          </h3>
          <p className={styles.names} aria-hidden="true">
            <span>
              <Trans>In the target</Trans>
            </span>
            <span>
              <Trans>Ours</Trans>
            </span>
          </p>
          <dl className={styles.always}>
            {map.always.map(({ theirs, ours }) => (
              <div key={theirs}>
                <dt>{theirs}</dt>
                <dd>{ours}</dd>
              </div>
            ))}
          </dl>
          <h3>
            <Trans>Sent as well</Trans>
          </h3>
          {!map.canSendMore && (
            <p className={styles.note}>
              <Trans>This kind of target has no place for more.</Trans>
            </p>
          )}
          {map.canSendMore && lines.length === 0 && (
            <p className={styles.note}>
              <Trans>Nothing beyond what it requires.</Trans>
            </p>
          )}
          {lines.map((line) => (
            <div key={line.id} className={styles.line}>
              <TextField
                label={t`Attribute of the target`}
                hideLabel
                mono
                value={line.theirs}
                placeholder="title"
                onChange={(theirs) => change(line.id, { theirs })}
              />
              <TextField
                label={t`Our attribute or an expression`}
                hideLabel
                mono
                value={line.ours}
                placeholder="title"
                onChange={(ours) => change(line.id, { ours })}
              />
              <IconButton
                label={t`Do not send ${line.theirs || t`this line`}`}
                icon={Trash2}
                onPress={() => setLines((all) => all.filter(({ id }) => id !== line.id))}
              />
            </div>
          ))}
          {saving.error && (
            <p className={styles.bad} role="alert">
              {saving.error.message}
            </p>
          )}
          {map.canSendMore && (
            <div className={styles.buttons}>
              <Button
                small
                icon={Plus}
                onPress={() => {
                  setLines((all) => [...all, { id: next, theirs: '', ours: '' }])
                  setNext(next + 1)
                }}
              >
                <Trans>Send something more</Trans>
              </Button>
              <Button
                small
                variant="primary"
                isDisabled={!isChanged}
                isPending={saving.isPending}
                onPress={() => saving.mutate({ target: map.target, more })}
              >
                <Trans>Save what is sent</Trans>
              </Button>
            </div>
          )}
        </div>
        <SendPreview target={map.target} more={more} />
      </div>
    </Card>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { toast } from '../../../app'
import { Button, Card, IconButton, RowItem, Rows } from '../../../components'
import { useFormat } from '../../../i18n'
import { type ExceptionItem, useCommand, useCommandAction } from '../../../platform'
import { ExceptionDialog } from './ExceptionDialog'
import styles from './exceptions.module.css'
import { Named } from './Named'

/** How long an exception holds, in words. */
export function Until({ item }: { item: ExceptionItem }) {
  const { day } = useFormat()
  const { until } = item.exception
  if (!until) return <Trans>until removed</Trans>
  const last = day(`${until}T12:00:00Z`)
  return item.isOver ? <Trans>was until {last}</Trans> : <Trans>until {last}</Trans>
}

/** The exceptions of one person, and a way to make one. */
export function ExceptionsCard({ user }: { user: string }) {
  const { t } = useLingui()
  const [editing, setEditing] = useState<number | 'new' | null>(null)
  const { data } = useCommand('exceptions.list', {})
  const deleting = useCommandAction('exceptions.delete', {
    onSuccess: () => toast({ text: t`The exception is deleted.` }),
    onError: (error) => toast({ tone: 'bad', text: error.message }),
  })
  const mine = (data?.exceptions ?? [])
    .map((item, index) => ({ item, index }))
    .filter(({ item }) => item.person?.user === user || item.exception.user === user)
  const edited = typeof editing === 'number' ? data?.exceptions[editing] : undefined
  return (
    <Card
      title={t`Exceptions`}
      aside={
        <Button small isDisabled={!data} onPress={() => setEditing('new')}>
          <Trans>Add an exception</Trans>
        </Button>
      }
      flush={mine.length > 0}
    >
      {mine.length === 0 && (
        <span className={styles.soft}>
          <Trans>None: rules alone decide.</Trans>
        </span>
      )}
      <Rows label={t`Exceptions`}>
        {mine.map(({ item, index }) => (
          <RowItem
            key={index}
            note={
              <>
                {item.exception.reason} · <Until item={item} />
              </>
            }
            end={
              <span className={styles.buttons}>
                <IconButton
                  label={t`Change the exception`}
                  icon={Pencil}
                  onPress={() => setEditing(index)}
                />
                <IconButton
                  label={t`Delete the exception`}
                  icon={Trash2}
                  onPress={() => data && deleting.mutate({ index, version: data.version })}
                />
              </span>
            }
          >
            <Named exception={item.exception} />
          </RowItem>
        ))}
      </Rows>
      {editing !== null && data && (
        <ExceptionDialog
          user={user}
          index={typeof editing === 'number' ? editing : undefined}
          version={data.version}
          start={edited?.exception}
          onClose={() => setEditing(null)}
        />
      )}
    </Card>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { Bookmark, Check, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button, Dialog, Menu, type MenuAction, TextField } from '../../components'
import { useCommand } from '../../platform'
import { deleteView, isSameView, saveView, useViews, type ViewQuery } from './kept'

function NameDialog({ onSave, onClose }: { onSave: (name: string) => void; onClose: () => void }) {
  const { t } = useLingui()
  const [name, setName] = useState('')
  const save = () => {
    if (name.trim() !== '') onSave(name.trim())
  }
  return (
    <Dialog
      title={t`Save this view`}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button variant="primary" isDisabled={name.trim() === ''} onPress={save}>
            <Trans>Save view</Trans>
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <TextField
          label={t`Name of the view`}
          description={t`Filters and order are kept on this machine. A view of the same name takes the old one’s place.`}
          autoFocus
          maxLength={60}
          value={name}
          onChange={setName}
        />
      </form>
    </Dialog>
  )
}

/** Views of a list under names of one's own: filters and order, taken up again with one press. */
export function SavedViews({
  list,
  current,
  onApply,
}: {
  /** Which list, so that each has its own. */
  list: string
  current: ViewQuery
  onApply: (query: ViewQuery) => void
}) {
  const { t } = useLingui()
  const { data: workspace } = useCommand('settings.get', {}, { select: (all) => all.workspace })
  const views = useViews(workspace ?? '', list)
  const [isNaming, setNaming] = useState(false)
  if (workspace === undefined) return null
  const shown = views.find(({ query }) => isSameView(query, current))
  const items: MenuAction[] = [
    ...views.map((view) => ({
      id: `view ${view.name}`,
      label: view.name,
      icon: view === shown ? Check : Bookmark,
      onAction: () => onApply(view.query),
    })),
    { id: 'save', label: t`Save this view…`, icon: Plus, onAction: () => setNaming(true) },
  ]
  if (shown) {
    const { name } = shown
    items.push({
      id: 'delete',
      label: t`Delete the view “${name}”`,
      icon: Trash2,
      tone: 'bad',
      onAction: () => deleteView(workspace, list, name),
    })
  }
  return (
    <>
      <Menu
        label={t`Views`}
        trigger={<Button icon={Bookmark}>{shown?.name ?? t`Views`}</Button>}
        items={items}
      />
      {isNaming && (
        <NameDialog
          onClose={() => setNaming(false)}
          onSave={(name) => {
            saveView(workspace, list, { name, query: current })
            setNaming(false)
          }}
        />
      )}
    </>
  )
}

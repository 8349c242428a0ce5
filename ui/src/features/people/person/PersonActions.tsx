import { useLingui } from '@lingui/react/macro'
import { Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button, Menu } from '../../../components'
import type { PersonEdits } from '../../../platform'
import { OpenWindowDialog } from '../editing/OpenWindowDialog'
import { DeleteDialog } from './DeleteDialog'
import { EditDialog } from './EditDialog'
import { useAttributeWords } from './useAttributeWords'

/** Edits or deletes a person; in a synced directory editing is allowed first. */
export function PersonActions({ name, edits }: { name: string; edits: PersonEdits }) {
  const { t } = useLingui()
  const { labels } = useAttributeWords()
  const [asked, setAsked] = useState<'open' | 'edit' | 'delete' | null>(null)
  const close = () => setAsked(null)
  const { directory, user, editable } = edits
  return (
    <>
      {editable ? (
        <Menu
          label={t`Edit ${name}`}
          trigger={<Button icon={Pencil}>{t`Edit`}</Button>}
          items={[
            { id: 'edit', label: t`Edit values…`, icon: Pencil, onAction: () => setAsked('edit') },
            {
              id: 'delete',
              label: t`Delete for good…`,
              icon: Trash2,
              tone: 'bad',
              onAction: () => setAsked('delete'),
            },
          ]}
        />
      ) : (
        <Button icon={Pencil} onPress={() => setAsked('open')}>
          {t`Allow editing…`}
        </Button>
      )}
      {asked === 'open' && <OpenWindowDialog directory={directory} onClose={close} />}
      {asked === 'edit' && <EditDialog name={name} edits={edits} labels={labels} onClose={close} />}
      {asked === 'delete' && <DeleteDialog directory={directory} user={user} onClose={close} />}
    </>
  )
}

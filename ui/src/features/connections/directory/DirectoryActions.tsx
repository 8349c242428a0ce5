import { Trans, useLingui } from '@lingui/react/macro'
import {
  Ellipsis,
  Globe,
  Pencil,
  PhoneIncoming,
  RefreshCw,
  Settings2,
  Trash2,
  Unplug,
} from 'lucide-react'
import { useState } from 'react'
import { hrefTo, navigate, toast } from '../../../app'
import { Button, IconButton, LinkButton, Menu, type MenuAction } from '../../../components'
import { type DirectoryItem, useCommandAction } from '../../../platform'
import { OpenWindowDialog } from '../../people/editing/OpenWindowDialog'
import { RemoveSync } from './RemoveSync'
import { SettingsDialog } from './SettingsDialog'

/** What can be done with a directory: reading it, its source, its settings, editing, and removal. */
export function DirectoryActions({ directory }: { directory: DirectoryItem }) {
  const { t } = useLingui()
  const [asked, setAsked] = useState<'window' | 'settings' | 'removal' | null>(null)
  const { name, kind, synced, editWindow, people } = directory
  const onError = (error: { message: string }) => {
    toast({ tone: 'bad', text: error.message })
  }
  const reading = useCommandAction('directories.read', {
    onSuccess: () => toast({ text: t`${name} was read.` }),
    onError,
  })
  const removing = useCommandAction('directories.remove', {
    onSuccess: () => toast({ text: t`${name} is removed.` }),
    onError,
  })
  const close = () => setAsked(null)
  const source = hrefTo('connections', ['directory', name, 'source'])
  const isPush = kind === 'scim-push'
  const items: (MenuAction | false)[] = [
    synced && {
      id: 'source',
      label: t`Change the source…`,
      icon: Settings2,
      onAction: () => navigate(source),
    },
    {
      id: 'settings',
      label: t`Settings of the directory…`,
      icon: Globe,
      onAction: () => setAsked('settings'),
    },
    isPush && {
      id: 'calls',
      label: t`Calls received`,
      icon: PhoneIncoming,
      onAction: () => navigate(hrefTo('connections', ['directory', name, 'calls'])),
    },
    synced &&
      !editWindow && {
        id: 'window',
        label: t`Allow editing…`,
        icon: Pencil,
        onAction: () => setAsked('window'),
      },
    synced && {
      id: 'removal',
      label: t`Remove sync…`,
      icon: Unplug,
      tone: 'bad',
      onAction: () => setAsked('removal'),
    },
    !synced &&
      people === 0 && {
        id: 'remove',
        label: t`Remove the directory`,
        icon: Trash2,
        tone: 'bad',
        onAction: () => removing.mutate({ directory: name }),
      },
  ]
  return (
    <>
      {isPush && (
        <LinkButton href={hrefTo('connections', ['directory', name, 'push'])}>
          <Trans>Endpoint and tokens</Trans>
        </LinkButton>
      )}
      {synced && !isPush && (
        <Button
          icon={RefreshCw}
          isPending={reading.isPending}
          aria-label={t`Read now · ${name}`}
          onPress={() => reading.mutate({ directory: name })}
        >
          <Trans>Read now</Trans>
        </Button>
      )}
      {!synced && (
        <LinkButton href={source}>
          <Trans>Attach a source…</Trans>
        </LinkButton>
      )}
      <Menu
        label={t`More for ${name}`}
        trigger={<IconButton label={t`More for ${name}`} icon={Ellipsis} />}
        items={items.filter((item) => item !== false)}
      />
      {asked === 'window' && <OpenWindowDialog directory={name} onClose={close} />}
      {asked === 'settings' && <SettingsDialog directory={directory} onClose={close} />}
      {asked === 'removal' && <RemoveSync directory={directory} onClose={close} />}
    </>
  )
}

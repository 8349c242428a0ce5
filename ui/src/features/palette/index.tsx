import { Trans, useLingui } from '@lingui/react/macro'
import { Search } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import {
  Autocomplete,
  Collection,
  Dialog,
  Header,
  Input,
  Keyboard,
  Menu,
  MenuItem,
  MenuSection,
  Modal,
  ModalOverlay,
  SearchField,
  Text,
} from 'react-aria-components'
import {
  hrefTo,
  navigate,
  screens,
  setPalette,
  shortcuts,
  usePalette,
  useScreenNames,
} from '../../app'
import { matching, type Offer } from './matching'
import styles from './palette.module.css'
import { useActions } from './useActions'
import { useFound } from './useFound'

interface Section {
  id: string
  title: string
  offers: Offer[]
}

function useSections(text: string): Section[] {
  const { t } = useLingui()
  const names = useScreenNames()
  const actions = useActions()
  const found = useFound(text)
  const places = screens.map((screen) => ({
    id: `screen ${screen}`,
    label: names[screen],
    keys: shortcuts[screen]?.keys,
    onAction: () => navigate(hrefTo(screen)),
  }))
  const sections = [
    { id: 'do', title: t`Do`, offers: matching(actions, text, text ? 8 : 4) },
    { id: 'screens', title: t`Go to`, offers: matching(places, text, places.length) },
    { id: 'people', title: t`People`, offers: found.people },
    { id: 'rules', title: t`Rules`, offers: found.rules },
    { id: 'groups', title: t`Groups`, offers: found.groups },
  ]
  return sections.filter((section) => section.offers.length > 0)
}

function Content({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const [text, setText] = useState('')
  const sections = useSections(text)
  // One Enter may be heard twice: by the field, and by the list once it has chosen its first.
  const hasActed = useRef(false)
  const act = (offer: Offer) => {
    if (hasActed.current) return
    hasActed.current = true
    onClose()
    offer.onAction()
  }
  return (
    <Autocomplete inputValue={text} onInputChange={setText}>
      <SearchField className={styles.field} aria-label={t`Search or do`} autoFocus>
        <Search size={16} strokeWidth={1.75} aria-hidden="true" />
        <Input
          className={styles.input}
          placeholder={t`A screen, a person, a rule, or what to do`}
          onKeyDown={(event) => {
            // What was found after the last letter is offered, and not yet chosen.
            const isChosen = event.currentTarget.getAttribute('aria-activedescendant') !== null
            const first = sections[0]?.offers[0]
            if (event.key === 'Enter' && !isChosen && first) act(first)
          }}
        />
      </SearchField>
      <Menu
        className={styles.list}
        aria-label={t`Search or do`}
        items={sections}
        renderEmptyState={() => (
          <p className={styles.none}>
            <Trans>Nothing is called “{text}”. Try a name, an address or a verb.</Trans>
          </p>
        )}
      >
        {(section) => (
          <MenuSection id={section.id} className={styles.section}>
            <Header className={styles.title}>{section.title}</Header>
            <Collection items={section.offers}>
              {(offer) => (
                <MenuItem
                  id={offer.id}
                  textValue={offer.label}
                  onAction={() => act(offer)}
                  className={styles.item}
                >
                  <Text slot="label" className={styles.label}>
                    {offer.label}
                  </Text>
                  {offer.keys && <Keyboard className={styles.keys}>{offer.keys}</Keyboard>}
                  {offer.note && (
                    <Text slot="description" className={styles.note}>
                      {offer.note}
                    </Text>
                  )}
                </MenuItem>
              )}
            </Collection>
          </MenuSection>
        )}
      </Menu>
    </Autocomplete>
  )
}

/** Ctrl or Cmd and K from anywhere: every screen, action, person, rule and group by its name. */
export function Palette() {
  const { t } = useLingui()
  const isOpen = usePalette()
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey
      if (!isCommand || event.key.toLowerCase() !== 'k') return
      event.preventDefault()
      setPalette(true)
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
  return (
    <ModalOverlay className={styles.scrim} isOpen={isOpen} onOpenChange={setPalette} isDismissable>
      <Modal className={styles.modal}>
        <Dialog className={styles.dialog} aria-label={t`Search or do`}>
          <Content onClose={() => setPalette(false)} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

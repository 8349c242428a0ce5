import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { SearchX, X } from 'lucide-react'
import { useState } from 'react'
import {
  Button,
  DataTable,
  Dialog,
  EmptyState,
  Initials,
  SearchField,
  useList,
  useOwnWords,
} from '../../../components'
import { call, type EffectFilter, type EffectPerson } from '../../../platform'
import styles from './effect.module.css'
import { useFilterWords } from './effectWords'
import { Changes } from './FirstPeople'

function Person({ person }: { person: EffectPerson }) {
  return (
    <span className={styles.cellPerson}>
      <Initials name={person.name || person.user} />
      <span className={styles.personWords}>
        <b>{person.name || person.user}</b>
        <small>{person.user}</small>
      </span>
    </span>
  )
}

/** Everybody whom an effect concerns, worst first, by pages; may be narrowed to one value and by name. */
export function EffectPeople({
  effect,
  of,
  onFilter,
  onClose,
}: {
  /** The effect's id. */
  effect: number
  of: EffectFilter | null
  onFilter: (of: EffectFilter | null) => void
  onClose: () => void
}) {
  const { t } = useLingui()
  const filterWords = useFilterWords()
  const { because } = useOwnWords()
  const [text, setText] = useState('')
  const list = useList({
    key: ['effect.people', effect, of, text],
    load: (page) => call('effect.people', { effect, of, text, page }),
  })
  const { first, count, rows } = list
  return (
    <Dialog size="large" title={t`Who would notice`} isOpen onClose={onClose}>
      <div className={styles.everybody}>
        <div className={styles.narrow}>
          <SearchField label={t`Find a person`} value={text} onChange={setText} />
          {of && (
            <Button small icon={X} onPress={() => onFilter(null)}>
              <Trans>Only those who {filterWords(of)}</Trans>
            </Button>
          )}
          <span className={styles.total} role="status">
            {first.data && <Plural value={count} one="# person" other="# people" />}
          </span>
        </div>
        {first.error && (
          <p className={styles.bad} role="alert">
            {first.error.message}
          </p>
        )}
        <div className={styles.table}>
          <DataTable
            label={t`People affected`}
            {...rows}
            rowHeight={52}
            rowKey={(person) => (person as EffectPerson).user}
            columns={[
              {
                id: 'person',
                width: 'minmax(0, 1.1fr)',
                header: t`Person`,
                cell: (person) => <Person person={person as EffectPerson} />,
              },
              {
                id: 'because',
                header: t`Because`,
                cell: (person) => (
                  <span className={styles.because} title={because(person as EffectPerson)}>
                    {because(person as EffectPerson)}
                  </span>
                ),
              },
              {
                id: 'changes',
                header: t`What changes`,
                align: 'end',
                cell: (person) => <Changes changes={(person as EffectPerson).changes} />,
              },
            ]}
            empty={
              first.data && (
                <EmptyState icon={SearchX} title={t`Nobody is found`}>
                  <Trans>Nobody of those affected is called so.</Trans>
                </EmptyState>
              )
            }
          />
        </div>
      </div>
    </Dialog>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from 'react-aria-components'
import { hrefTo, toast } from '../../../app'
import { Button, Card, Chip } from '../../../components'
import { Time, useFormat } from '../../../i18n'
import {
  type AttributeOrigin,
  type EditedValue,
  type PersonDetails,
  type PersonEdits,
  useCommandAction,
} from '../../../platform'
import styles from '../people.module.css'
import { useAttributeWords } from './useAttributeWords'

/** Where a value came from, in words. */
function Origin({ origin }: { origin: AttributeOrigin | undefined }) {
  if (!origin) return null
  const { text } = origin
  const place = <code>{text}</code>
  switch (origin.kind) {
    case 'expression':
      return <Trans>computed: {place}</Trans>
    case 'column':
      return <Trans>column {place}</Trans>
    case 'attribute':
      return <Trans>attribute {place}</Trans>
    default:
      return <Trans>from {place}</Trans>
  }
}

/** An edited value beside the source's. */
function Edited({ edit }: { edit: EditedValue }) {
  const { t } = useLingui()
  const source = edit.source === '' ? t`nothing` : edit.source
  const at = <Time at={edit.at} />
  return (
    <span className={styles.edited}>
      <Chip kind="plain">{t`edited`}</Chip>
      <span className={styles.faint}>
        <Trans>
          at the source: {source} · {edit.who}, {at}
        </Trans>
      </span>
    </span>
  )
}

/** A person's values, each with where it came from; edited ones beside the source's. */
export function AttributesCard({
  details,
  edits,
}: {
  details: PersonDetails
  edits: PersonEdits | undefined
}) {
  const { t } = useLingui()
  const { list } = useFormat()
  const words = useAttributeWords()
  const fallingBack = useCommandAction('people.fall_back', {
    onSuccess: () => toast({ text: t`The source’s values count again.` }),
    onError: (error) => toast({ tone: 'bad', text: error.message }),
  })
  const { person, attributes } = details
  const edited = new Map(edits?.edits.map((one) => [one.attribute, one]))
  const missing = [...edited.values()].filter(
    ({ attribute }) => !attributes.some(({ name }) => name === attribute),
  )
  return (
    <Card
      title={t`Attributes`}
      aside={
        edits?.editable &&
        edits.edits.length > 0 && (
          <Button
            small
            isPending={fallingBack.isPending}
            onPress={() => fallingBack.mutate({ directory: edits.directory, user: edits.user })}
          >
            <Trans>Undo edits</Trans>
          </Button>
        )
      }
    >
      <dl className={styles.facts}>
        <dt>{t`Directory`}</dt>
        <dd>{person.directory}</dd>
        {attributes.map(({ name, values, origin }) => {
          const edit = edited.get(name)
          return (
            <Attribute
              key={name}
              label={words.label(name)}
              edit={edit}
              origin={<Origin origin={origin} />}
            >
              {name === 'orgUnit' && values[0] ? (
                <Link className={styles.link} href={hrefTo('people', ['units', values[0]])}>
                  {values[0]}
                </Link>
              ) : (
                list(values.map((value) => words.value(name, value))) || '—'
              )}
            </Attribute>
          )
        })}
        {missing.map((edit) => (
          <Attribute key={edit.attribute} label={words.label(edit.attribute)} edit={edit}>
            {edit.edited || '—'}
          </Attribute>
        ))}
      </dl>
    </Card>
  )
}

function Attribute({
  label,
  edit,
  origin,
  children,
}: {
  label: string
  edit: EditedValue | undefined
  origin?: React.ReactNode
  children: React.ReactNode
}) {
  return (
    <>
      <dt>{label}</dt>
      <dd>
        {children}
        {edit ? <Edited edit={edit} /> : <small className={styles.origin}>{origin}</small>}
      </dd>
    </>
  )
}

import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Said } from '../../../components'
import { useFormat } from '../../../i18n'
import { useCommand } from '../../../platform'
import { useKindWords } from '../kindWords'
import styles from './setup.module.css'
import type { Setup } from './useSetup'

/** What attaching does, and what it does not. */
export function FinishStep({ setup }: { setup: Setup }) {
  const { t } = useLingui()
  const { number } = useFormat()
  const words = useKindWords()
  const { data } = useCommand('directories.list', {})
  const { source, directory } = setup
  const standing = data?.items.find(({ name }) => name === directory)
  const people = standing?.people ?? 0
  const place = source.users || source.file || source.url || source.tenant || source.customer
  const count = number(Object.keys(source.map).length)
  return (
    <div className={styles.form}>
      <dl className={styles.two}>
        <div>
          <dt className={styles.faint}>{t`Source`}</dt>
          <dd>{words(source.kind)}</dd>
        </div>
        {place && (
          <div>
            <dt className={styles.faint}>{t`Place`}</dt>
            <dd>
              <code>{place}</code>
            </dd>
          </div>
        )}
        {Object.keys(source.map).length > 0 && (
          <div>
            <dt className={styles.faint}>{t`Mapped`}</dt>
            <dd>{count}</dd>
          </div>
        )}
      </dl>
      {source.kind === 'scim-push' && (
        <Said tone="warn">
          <Trans>
            The provider must be able to reach this machine: run Rolecall headless on a server that
            it reaches by TLS, or use the provider’s on-premises provisioning agent. Where neither
            can be, choose a source that is read instead.
          </Trans>
        </Said>
      )}
      {people > 0 && (
        <Said tone="warn">
          <Plural
            value={people}
            one="# person is in this directory. They come under the source, matched by id, user name and address; who is not delivered yet is “not seen yet” and stays as they are."
            other="# people are in this directory. They come under the source, matched by id, user name and address; who is not delivered yet is “not seen yet” and stays as they are."
          />
        </Said>
      )}
      <p className={styles.soft}>
        <Trans>
          From then on the directory is kept as its source has it and is read-only here, but for an
          edit window. Nothing is given to anybody until a run.
        </Trans>
      </p>
    </div>
  )
}

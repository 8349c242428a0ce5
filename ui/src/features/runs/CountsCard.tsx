import { Trans, useLingui } from '@lingui/react/macro'
import { Card, useStepWords } from '../../components'
import type { RunCount } from '../../platform'
import { Count } from './Count'
import { worstFirst } from './order'
import styles from './runs.module.css'

function CountRow({ count }: { count: RunCount }) {
  const word = useStepWords()
  return (
    <tr>
      <th scope="row">
        {word(count)}
        {count.slot && count.value && <span className={styles.zero}> · {count.slot}</span>}
      </th>
      <td>
        <Count value={count.failed} tone="bad" />
      </td>
      <td>
        <Count value={count.held} tone="warn" />
      </td>
      <td>
        <Count value={count.notSent} />
      </td>
      <td>
        <Count value={count.waiting} />
      </td>
      <td>
        <Count value={count.done} />
      </td>
    </tr>
  )
}

/** What a run did in one target, by kind of step and value, worst first. */
export function CountsCard({ target, counts }: { target: string; counts: readonly RunCount[] }) {
  const { t } = useLingui()
  return (
    <Card title={target} flush>
      <table className={styles.counts} aria-label={t`What was done in ${target}`}>
        <thead>
          <tr>
            <th scope="col">
              <Trans context="head of a column: what changes">Change</Trans>
            </th>
            <th scope="col">
              <Trans>Failed</Trans>
            </th>
            <th scope="col">
              <Trans>Held</Trans>
            </th>
            <th scope="col">
              <Trans>Not sent</Trans>
            </th>
            <th scope="col">
              <Trans>To come</Trans>
            </th>
            <th scope="col">
              <Trans>Done</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {worstFirst(counts).map((count) => (
            <CountRow key={`${count.kind} ${count.slot} ${count.value}`} count={count} />
          ))}
        </tbody>
      </table>
    </Card>
  )
}

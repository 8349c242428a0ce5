import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import styles from './Skeleton.module.css'

/** A grey bar of the size of what comes. */
export function Skeleton({
  width = '100%',
  height = 12,
}: {
  width?: number | string
  height?: number | string
}) {
  return <span className={styles.bar} style={{ width, height }} aria-hidden="true" />
}

/** Rows of skeletons in the height of the rows that come; says to a screen reader that something loads. */
export function SkeletonRows({ rows, height = 44 }: { rows: number; height?: number }): ReactNode {
  const { t } = useLingui()
  return (
    <div role="status" aria-label={t`Loading`}>
      {Array.from({ length: rows }, (_, i) => (
        <div key={`row${i.toString()}`} className={styles.row} style={{ height }}>
          <Skeleton width={`${58 - ((i * 13) % 29)}%`} />
        </div>
      ))}
    </div>
  )
}

import { useLingui } from '@lingui/react/macro'
import { Card, Skeleton, SkeletonRows, Tile, Tiles } from '../../components'
import styles from './Overview.module.css'

/** The Overview before its figures: the same frames in the same places. */
export function OverviewSkeleton() {
  const { t } = useLingui()
  const words = <Skeleton width={72} />
  return (
    <>
      <Tiles>
        {[t`In sync`, t`Need attention`, t`Last run`, t`Next run`].map((label) => (
          <Tile key={label} label={label} value={<Skeleton width={44} height={16} />}>
            {words}
          </Tile>
        ))}
      </Tiles>
      <div className={styles.pair}>
        <Card title={t`Licences`} flush>
          <SkeletonRows rows={5} height={37} />
        </Card>
        <Card title={t`Activity`} flush>
          <SkeletonRows rows={5} height={34} />
        </Card>
      </div>
    </>
  )
}

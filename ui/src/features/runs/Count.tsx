import { useFormat } from '../../i18n'
import styles from './runs.module.css'

/** A number of steps: quiet when there are none, in the colour of its meaning otherwise. */
export function Count({ value, tone }: { value: number; tone?: 'bad' | 'warn' }) {
  const { number } = useFormat()
  const look = value === 0 ? styles.zero : tone === undefined ? undefined : styles[tone]
  return <span className={look}>{number(value)}</span>
}

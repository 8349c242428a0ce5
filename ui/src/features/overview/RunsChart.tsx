import { useLingui } from '@lingui/react/macro'
import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { useFormat } from '../../i18n'
import styles from './Overview.module.css'
import type { RunDay } from './runDays'

const height = 132

const colour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name)

/** A token's colour as a canvas takes it: `light-dark()` is not understood there. */
function painted(element: HTMLElement, name: string): string {
  const probe = document.createElement('span')
  probe.style.color = `var(${name})`
  element.append(probe)
  const found = getComputedStyle(probe).color
  probe.remove()
  return found || colour(name)
}

function options(
  element: HTMLElement,
  shown: { day: (at: number) => string; number: (n: number) => string },
): uPlot.Options {
  const [text, line] = [painted(element, '--text-faint'), painted(element, '--line')]
  const [ok, bad] = [painted(element, '--accent'), painted(element, '--bad-solid')]
  const paths = uPlot.paths.bars?.({ size: [0.62, 28], radius: 0.12 })
  const font = `${11 * devicePixelRatio}px ${getComputedStyle(element).fontFamily}`
  const axis = { stroke: text, font, ticks: { show: false }, grid: { stroke: line, width: 1 } }
  return {
    width: element.clientWidth || 480,
    height,
    cursor: { show: false },
    legend: { show: false },
    padding: [8, 8, 0, 0],
    scales: {
      x: { time: false, range: (_, min, max) => [min - 0.5, max + 0.5] },
      y: { range: (_, __, max) => [0, Math.max(4, max * 1.1)] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 24,
        space: 56,
        values: (_, at) => at.map((i) => (Number.isInteger(i) ? shown.day(i) : '')),
      },
      { ...axis, size: 52, values: (_, at) => at.map((n) => shown.number(n)) },
    ],
    // Failed stands behind all of it, so that what is left of it above the done is the failed.
    series: [
      {},
      { fill: bad, stroke: bad, width: 0, points: { show: false }, paths },
      { fill: ok, stroke: ok, width: 0, points: { show: false }, paths },
    ],
  }
}

/** Steps done and failed by day, as bars. The numbers stand in a table for who cannot see them. */
export function RunsChart({ days }: { days: readonly RunDay[] }) {
  const { t } = useLingui()
  const { number, date } = useFormat()
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = place.current
    if (!element) return
    const day = (i: number) => {
      const at = days[i]?.at
      return at === undefined ? '' : date(at, { day: 'numeric', month: 'short' })
    }
    const all = days.map((d) => d.done + d.failed)
    const data: uPlot.AlignedData = [days.map((_, i) => i), all, days.map((d) => d.done)]
    let plot: uPlot | null = null
    const draw = () => {
      plot?.destroy()
      plot = new uPlot(options(element, { day, number }), data, element)
    }
    draw()
    const resized = new ResizeObserver(() => plot?.setSize({ width: element.clientWidth, height }))
    resized.observe(element)
    // The theme changes by an attribute of the root, or with the system.
    const themed = new MutationObserver(draw)
    themed.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    const system = matchMedia('(prefers-color-scheme: dark)')
    system.addEventListener('change', draw)
    return () => {
      resized.disconnect()
      themed.disconnect()
      system.removeEventListener('change', draw)
      plot?.destroy()
    }
  }, [days, date, number])
  return (
    <figure className={styles.chart}>
      <div ref={place} aria-hidden="true" />
      <table className={styles.unseen}>
        <caption>{t`Steps by day`}</caption>
        <thead>
          <tr>
            <th scope="col">{t`Day`}</th>
            <th scope="col">{t`done`}</th>
            <th scope="col">{t`failed`}</th>
          </tr>
        </thead>
        <tbody>
          {days.map((d) => (
            <tr key={d.at}>
              <th scope="row">{date(d.at, { dateStyle: 'medium' })}</th>
              <td>{number(d.done)}</td>
              <td>{number(d.failed)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  )
}

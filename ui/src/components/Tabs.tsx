import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef } from 'react'
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components'
import styles from './Tabs.module.css'

/** The label of tabs that had the focus when the page they stood on was taken away. */
let left: string | null = null

/** Hands the focus from the tabs of one page to those of the next with the same label, where each view is a page. */
function useCarriedFocus(label: string): RefObject<HTMLDivElement | null> {
  const ref = useRef<HTMLDivElement>(null)
  const last = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (ref.current) last.current = ref.current
  })
  useEffect(() => {
    const isCarried = left === label
    left = null
    if (!isCarried) return
    // The tabs themselves are drawn in a second pass.
    const focus = () => ref.current?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus()
    const timer = setTimeout(focus)
    return () => clearTimeout(timer)
  }, [label])
  useLayoutEffect(
    () => () => {
      if (last.current?.contains(document.activeElement)) left = label
    },
    [label],
  )
  return ref
}

/** Several views of the same thing; `count` stands after the label. */
export function Tabs<T extends string>({
  label,
  selected,
  onSelect,
  tabs,
}: {
  label: string
  selected: T
  onSelect: (id: T) => void
  tabs: readonly { id: T; label: string; count?: ReactNode; content: ReactNode }[]
}) {
  const ref = useCarriedFocus(label)
  return (
    <AriaTabs
      className={styles.tabs}
      selectedKey={selected}
      onSelectionChange={(key) => onSelect(key as T)}
    >
      <TabList ref={ref} className={styles.list} aria-label={label}>
        {tabs.map((tab) => (
          <Tab key={tab.id} id={tab.id} className={styles.tab}>
            {tab.label}
            {tab.count !== undefined && <span className={styles.count}>{tab.count}</span>}
          </Tab>
        ))}
      </TabList>
      {tabs.map((tab) => (
        <TabPanel key={tab.id} id={tab.id} className={styles.panel}>
          {tab.content}
        </TabPanel>
      ))}
    </AriaTabs>
  )
}

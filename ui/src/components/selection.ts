/** The rows chosen in a table: the `keys`, or all but the `keys`, so that a million rows need no list. */
export interface Selection {
  all: boolean
  keys: ReadonlySet<string>
}

/** No row. */
export const selectNone: Selection = { all: false, keys: new Set() }

/** Whether a row is chosen. */
export const isSelected = (selection: Selection, key: string) =>
  selection.keys.has(key) !== selection.all

/** The selection with one row turned. */
export function toggled(selection: Selection, key: string): Selection {
  const keys = new Set(selection.keys)
  if (!keys.delete(key)) keys.add(key)
  return { all: selection.all, keys }
}

/** The selection with these rows in it. */
export function withRows(selection: Selection, more: Iterable<string>): Selection {
  const keys = new Set(selection.keys)
  for (const key of more) {
    if (selection.all) keys.delete(key)
    else keys.add(key)
  }
  return { all: selection.all, keys }
}

/** Every row, also those that were never read. */
export const selectAll: Selection = { all: true, keys: new Set() }

/** How many of `count` rows are chosen. */
export const selectedCount = (selection: Selection, count: number) =>
  selection.all ? count - selection.keys.size : selection.keys.size

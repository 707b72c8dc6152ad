export interface MergedRows<Row> {
  rows: Row[]
  /** Number of rows that are there and not shown yet. */
  held: number
}

/**
 * What a reader goes on seeing when a list was read again: every row stays in its place with its new content, rows that
 * were read further down are added at the end, and those that would have pushed others down are held.
 */
export function mergeRows<Row>(
  shown: readonly Row[],
  read: readonly Row[],
  idOf: (row: Row) => string,
): MergedRows<Row> {
  if (shown.length === 0) return { rows: [...read], held: 0 }
  const isShown = new Set(shown.map(idOf))
  const byId = new Map(read.map((row) => [idOf(row), row]))
  const last = read.findLastIndex((row) => isShown.has(idOf(row)))
  const rows = shown.map((row) => byId.get(idOf(row)) ?? row)
  const before = last < 0 ? read : read.slice(0, last)
  return {
    rows: last < 0 ? rows : [...rows, ...read.slice(last + 1)],
    held: before.filter((row) => !isShown.has(idOf(row))).length,
  }
}

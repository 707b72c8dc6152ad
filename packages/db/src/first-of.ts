/** The first row, or `null` when there is none. */
export function firstOf<Row>(rows: readonly Row[]): Row | null {
  return rows[0] ?? null
}

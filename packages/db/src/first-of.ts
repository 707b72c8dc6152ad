export function firstOf<Row>(rows: readonly Row[]): Row | null {
  return rows[0] ?? null
}

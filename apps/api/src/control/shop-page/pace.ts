/** Rows of a resource that is being read: what `mirror/checkpoint.ts` of the database counts. */
export interface PaceRow {
  paceRows: number
  paceFrom: Date | null
  pacedRows: number
  pacedFrom: Date | null
}

export interface Pace {
  rowsPerSecond: number
  /** The time in which they were counted. */
  overSeconds: number
}

/** A pace needs at least this time, s. */
const SECONDS_MIN = 1

/** Rows per second lately, a minute at most while the run goes on; `null` before anything is known. */
export function paceOf({ paceRows, paceFrom, pacedRows, pacedFrom }: PaceRow, now: Date): Pace | null {
  const from = pacedFrom ?? paceFrom
  if (!from) return null
  const seconds = (now.getTime() - from.getTime()) / 1_000
  if (seconds < SECONDS_MIN) return null
  const rows = paceRows + (pacedFrom ? pacedRows : 0)
  return { rowsPerSecond: round(rows / seconds), overSeconds: Math.round(seconds) }
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

/**
 * Classes of SQLSTATE that say nothing about the data in a statement: the connection (08), what a transaction or a session
 * allows (0B, 25, 26, 2D, 3B), access (28), names and syntax, which are bugs (0A, 3D, 3F, 42), others in the way (40, 55),
 * resources (53), operators (57), the system (58, F0), damaged files (XX001, XX002).
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const NOT_ABOUT_DATA = /^(08|0A|0B|25|26|28|2D|3B|3D|3F|40|42|53|55|57|58|F0|XX00[12])/

/** By class. */
const reasons: Readonly<Record<string, string>> = {
  21: 'it contains the same row twice',
  22: 'a value in it does not fit its column',
  23: 'it violates a constraint',
  54: 'it is too large, too long or nested too deeply',
  P0: 'a trigger raised an error',
}

/** Why Postgres refused data. */
export interface Refusal {
  sqlstate: string
  /** For people. Never the driver's message: it may quote the data it is about. */
  reason: string
}

/**
 * When Postgres refused a statement for what may be in it; `null` for every other error. Whose fault it is shows when the
 * rest goes through without that record: a list of what may be wrong with a record has no end.
 */
export function refusalOf(error: unknown): Refusal | null {
  if (!(error instanceof Error)) return null
  if (error.name !== 'PostgresError') return refusalOf(error.cause)
  const sqlstate = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (!/^[0-9A-Z]{5}$/.test(sqlstate) || NOT_ABOUT_DATA.test(sqlstate)) return null
  const reason = reasons[sqlstate.slice(0, 2)] ?? 'the database log says why'
  return { sqlstate, reason: `The database refused it: ${reason} (SQLSTATE ${sqlstate}).` }
}

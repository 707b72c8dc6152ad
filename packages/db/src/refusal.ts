/**
 * Classes of SQLSTATE that are not about the data of a statement: connection (08), transaction and session state (0B,
 * 25, 26, 2D, 3B), authorization (28), names and syntax, which are bugs (0A, 3D, 3F, 42), conflicts with others (40,
 * 55), resources (53), operator intervention (57), system (58, F0), corrupted files (XX001, XX002).
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const NOT_ABOUT_DATA = /^(08|0A|0B|25|26|28|2D|3B|3D|3F|40|42|53|55|57|58|F0|XX00[12])/

/** By class of SQLSTATE. */
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
  /** Text for users. Never the driver's message, which may quote the data. */
  reason: string
}

/**
 * The refusal when Postgres may have refused a statement because of its data; `null` for every other error. Whether a
 * record is the cause shows when the others are accepted without it.
 */
export function refusalOf(error: unknown): Refusal | null {
  if (!(error instanceof Error)) return null
  if (error.name !== 'PostgresError') return refusalOf(error.cause)
  const sqlstate = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (!/^[0-9A-Z]{5}$/.test(sqlstate) || NOT_ABOUT_DATA.test(sqlstate)) return null
  const reason = reasons[sqlstate.slice(0, 2)] ?? 'see the log of Postgres'
  return { sqlstate, reason: `The database refused it: ${reason} (SQLSTATE ${sqlstate}).` }
}

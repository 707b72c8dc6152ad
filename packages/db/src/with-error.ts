import { type SQL, sql } from 'drizzle-orm'
import type { PendingQuery, Row } from 'postgres'
import type { Transaction } from './connection.ts'

/** Tables whose rows are found by words of their error; each has indexes for `hasShortError` and `hasLongError`. */
export type TableWithErrors = 'webhook_deliveries' | 'sync_runs' | 'pushes'

/** Conditions of the two indexes. */
const isIndexed = ['octet_length(x.error) <= 1000', 'octet_length(x.error) > 1000']

/** Pattern for `ilike` that finds a text that contains `part`. */
export function partPattern(part: string): string {
  return `%${part.replaceAll(/[\\%_]/g, '\\$&')}%`
}

/**
 * SQL for the ids of rows `x` whose error matches, newest first. Read from an index that has the texts, so that what does
 * not match costs no look at its row: `conditions` may only be about `x.id` and `x.shop_id`. `pattern`: a bound parameter.
 */
export function selectMatching(table: TableWithErrors, pattern: string, conditions: readonly string[]): string {
  const parts = isIndexed.map((is) => {
    const all = [is, `x.error ilike ${pattern}`, ...conditions]
    return `select x.id from ${table} x where ${all.join(' and ')}`
  })
  // `offset 0`: the rows of these ids are read one after the other, until there are enough.
  return `(${parts.join(' union all ')} order by id desc offset 0)`
}

interface Keys {
  accountId: string | null
  shopId?: string | undefined
  /** Only ids before it. */
  cursor?: string | undefined
}

/** `selectMatching` for a join in Drizzle, called `matching`. */
export function matchingError(table: TableWithErrors, part: string, { accountId, shopId, cursor }: Keys): SQL {
  const conditions = [
    sql`x.error ilike ${partPattern(part)}`,
    accountId !== null && sql`x.shop_id in (select id from shops where account_id = ${accountId})`,
    shopId !== undefined && sql`x.shop_id = ${shopId}`,
    cursor !== undefined && sql`x.id < ${cursor}`,
  ].filter((condition) => condition !== false)
  const parts = isIndexed.map(
    (is) =>
      sql`select x.id from ${sql.identifier(table)} x where ${sql.join([sql.raw(is), ...conditions], sql` and `)}`,
  )
  return sql`(${sql.join(parts, sql` union all `)} order by id desc offset 0) matching`
}

/** The condition that the error of rows `d` contains `part`, such that the indexes are used. */
export function hasErrorPart(sql: Transaction, part: string): PendingQuery<Row[]> {
  return sql`d.error ilike ${partPattern(part)} and (octet_length(d.error) <= 1000 or octet_length(d.error) > 1000)`
}

import { gte, ilike, lt, type SQL } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'

/** A page of a list whose entries belong to shops. */
export interface ListQuery {
  /** `null`: of every account. */
  accountId: string | null
  shopId?: string | undefined
  /** Id of the last one seen. */
  cursor?: string | undefined
  limit: number
}

/** A page of a list in the order of its key. */
export interface Keyset {
  /** Key of the last one seen. */
  after?: string | undefined
  limit: number
}

/** A half-open range of time: `since` is included, `until` is not. */
export interface TimeRange {
  /** The first moment of it. */
  since?: Date | undefined
  /** The first moment after it. */
  until?: Date | undefined
}

/** Conditions for a column to lie in the range; for `and(...)`. */
export function isWithin(column: PgColumn, { since, until }: TimeRange): (SQL | undefined)[] {
  return [since && gte(column, since), until && lt(column, until)]
}

/** Whether a text has the part in it, in any case of letters. */
export function hasPart(column: PgColumn, part: string): SQL {
  return ilike(column, `%${part.replaceAll(/[\\%_]/g, '\\$&')}%`)
}

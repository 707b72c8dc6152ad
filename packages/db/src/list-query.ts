import { gte, ilike, lt, type SQL } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { partPattern } from './with-error.ts'

/** A page of a list whose entries belong to shops. */
export interface ListQuery {
  /** `null`: all accounts. */
  accountId: string | null
  shopId?: string | undefined
  /** Id of the last entry of the previous page. */
  cursor?: string | undefined
  limit: number
}

/** A page of a list that is ordered by a key. */
export interface Keyset {
  /** Key of the last entry of the previous page. */
  after?: string | undefined
  limit: number
}

/** A half-open range of time: `since` is included, `until` is not. */
export interface TimeRange {
  /** Inclusive. */
  since?: Date | undefined
  /** Exclusive. */
  until?: Date | undefined
}

/** Conditions that the column is in the range; for `and(...)`. */
export function isWithin(column: PgColumn, { since, until }: TimeRange): (SQL | undefined)[] {
  return [since && gte(column, since), until && lt(column, until)]
}

/** Whether a text contains `part`, case-insensitive. */
export function hasPart(column: PgColumn, part: string): SQL {
  return ilike(column, partPattern(part))
}

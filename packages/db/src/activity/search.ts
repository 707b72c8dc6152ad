import type { Transaction } from '../connection.ts'
import { encodeTime } from '../create-id.ts'
import type { ActivityEntry, ActivityFilter } from './entry.ts'
import { findByName, objectsNamed, type SearchedObjects } from './find-objects.ts'
import { statementFor } from './statement.ts'

/** A page of the search, newest first. */
export interface ActivityQuery extends ActivityFilter {
  accountId: string | null
  limit: number
  /** Position from the page before: what follows is older. */
  before?: string | undefined
}

/** What was found, and where to go on: `null` when nothing older can match. */
export interface ActivityPage {
  entries: ActivityEntry[]
  next: string | null
}

const HOUR_MS = 3_600_000
/** Length of the first range of time that is looked through, and of the longest one before everything older, h. */
const RANGE_HOURS = { first: 1, most: 2_000 }
/** Each range may be so many times as long as the one before. */
const GROWTH = 8
/** When a search that finds little stops and gives back its position, ms. */
const BUDGET_MS = 150
/** Above every id. */
const NEWEST = 'z'.repeat(25)

/**
 * Runs, deliveries and pushes in one list. Reads backwards in growing ranges of time, so that a search finds the newest at
 * once, and one that matches little ends in time: then the page is not full, and `next` says how far it got.
 */
export async function searchActivity(sql: Transaction, query: ActivityQuery): Promise<ActivityPage> {
  const objects = query.object === undefined ? null : await objectsOf(sql, query)
  const oldest = query.since ? encodeTime(query.since.getTime()) : ''
  const newest = least(query.before ?? NEWEST, query.until ? encodeTime(query.until.getTime()) : NEWEST)
  const read = (from: string, to: string, limit: number) =>
    readRange(sql, { ...query, objects, from: from > oldest ? from : oldest, to, limit })
  // Found by an index on the object: there is nothing to look through.
  if (objects) return pageOf(await read('', newest, query.limit + 1), query.limit, null)

  const found: ActivityEntry[] = []
  const startedAt = performance.now()
  let [to, at, hours] = [newest, newest === NEWEST ? Date.now() : decodeTime(newest), RANGE_HOURS.first]
  for (;;) {
    const beganAt = performance.now()
    at = Math.floor(at - hours * HOUR_MS)
    const from = hours > RANGE_HOURS.most || at < 0 ? '' : encodeTime(at)
    found.push(...(await read(from, to, query.limit + 1 - found.length)))
    if (found.length > query.limit || from <= oldest) return pageOf(found, query.limit, null)
    to = from
    const now = performance.now()
    // As far as there is time for at the pace of the range before.
    hours *= Math.min(GROWTH, (BUDGET_MS - (now - startedAt)) / (now - beganAt))
    if (hours < RANGE_HOURS.first) return pageOf(found, query.limit, to)
  }
}

/** The rest is read again by the next page. */
function pageOf(found: ActivityEntry[], limit: number, reached: string | null): ActivityPage {
  const entries = found.slice(0, limit)
  const last = entries.at(-1)
  return { entries, next: found.length > limit && last ? positionOf(last.id) : reached }
}

/** The part of an id that orders entries of all kinds by time. */
function positionOf(id: string): string {
  return id.slice(id.indexOf('_') + 1)
}

function decodeTime(position: string): number {
  const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
  return [...position.slice(0, 9)].reduce((time, digit) => time * 32 + Math.max(0, alphabet.indexOf(digit)), 0)
}

function least(one: string, other: string): string {
  return one < other ? one : other
}

async function objectsOf(sql: Transaction, { object = '', ...query }: ActivityQuery): Promise<SearchedObjects> {
  return { named: objectsNamed(object), pairs: await findByName(sql, { ...query, text: object }) }
}

interface Range extends ActivityQuery {
  objects: SearchedObjects | null
  from: string
  to: string
}

async function readRange(sql: Transaction, range: Range): Promise<ActivityEntry[]> {
  const statement = statementFor(range)
  if (!statement) return []
  const rows = await sql.unsafe<ActivityEntry[]>(statement.text, statement.values)
  return rows.map(({ at, finishedAt, ...rest }) => ({
    ...rest,
    at: new Date(at),
    finishedAt: finishedAt && new Date(finishedAt),
  }))
}

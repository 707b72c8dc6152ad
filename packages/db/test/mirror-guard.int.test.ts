import { afterAll, describe, expect, test } from 'vitest'
import { fromApi, fromWebhook, product, second } from './rows.ts'
import { createStage } from './stage.ts'

const stage = await createStage()
const { db, sql } = stage
afterAll(() => stage[Symbol.asyncDispose]())

type Outcome = 'inserted' | 'updated' | 'unchanged' | 'stale' | 'deleted' | 'nothing'

type Step =
  | { origin: 'api' | 'webhook'; readAt: number; version: number | null; title: string; does: Outcome }
  | { deletedAt: number; does: Outcome }

const api = (readAt: number, version: number | null, title: string, does: Outcome): Step => ({
  ...{ origin: 'api', readAt, version, title, does },
})
const webhook = (readAt: number, version: number | null, title: string, does: Outcome): Step => ({
  ...{ origin: 'webhook', readAt, version, title, does },
})
const gone = (deletedAt: number, does: Outcome): Step => ({ deletedAt, does })

interface Case {
  guarantee: string
  steps: Step[]
  /** Title of the live row, `null` when there is none. */
  ends: string | null
}

const versions: Case[] = [
  {
    guarantee: 'a newer version replaces an older one',
    steps: [api(9, 1, 'a', 'inserted'), api(9, 2, 'b', 'updated')],
    ends: 'b',
  },
  {
    guarantee: 'a newer version counts from a webhook too',
    steps: [api(9, 1, 'a', 'inserted'), webhook(2, 2, 'b', 'updated')],
    ends: 'b',
  },
  {
    guarantee: 'an older version never overwrites a newer one',
    steps: [api(8, 2, 'b', 'inserted'), api(9, 1, 'a', 'stale')],
    ends: 'b',
  },
  {
    guarantee: 'an older version from a webhook is stale',
    steps: [api(8, 2, 'b', 'inserted'), webhook(9, 1, 'a', 'stale')],
    ends: 'b',
  },
  {
    guarantee: 'no version is older than any version',
    steps: [api(8, 1, 'a', 'inserted'), api(9, null, 'x', 'stale')],
    ends: 'a',
  },
  {
    guarantee: 'any version is newer than none',
    steps: [api(8, null, 'x', 'inserted'), webhook(9, 1, 'a', 'updated')],
    ends: 'a',
  },
  {
    guarantee: 'the same again is unchanged',
    steps: [api(8, 1, 'a', 'inserted'), api(9, 1, 'a', 'unchanged')],
    ends: 'a',
  },
  {
    guarantee: 'the same again is unchanged from a webhook too',
    steps: [api(8, 1, 'a', 'inserted'), webhook(9, 1, 'a', 'unchanged')],
    ends: 'a',
  },
  {
    guarantee: 'a new version of the same content is written, so that what lies between stays old',
    steps: [api(7, 1, 'a', 'inserted'), api(8, 3, 'a', 'updated'), api(9, 2, 'b', 'stale')],
    ends: 'a',
  },
]

const ties: Case[] = [
  {
    guarantee: 'of equal versions the one read from the API wins',
    steps: [webhook(1, 1, 'hook', 'inserted'), api(1, 1, 'api', 'updated')],
    ends: 'api',
  },
  {
    guarantee: 'of equal versions a webhook loses',
    steps: [api(1, 1, 'api', 'inserted'), webhook(2, 1, 'hook', 'stale')],
    ends: 'api',
  },
  {
    guarantee: 'of equal versions of two webhooks the first stays',
    steps: [webhook(1, 1, 'one', 'inserted'), webhook(2, 1, 'two', 'stale')],
    ends: 'one',
  },
  {
    guarantee: 'of equal versions the one read later wins',
    steps: [api(1, 1, 'one', 'inserted'), api(2, 1, 'two', 'updated')],
    ends: 'two',
  },
  {
    guarantee: 'of equal versions one read earlier loses, however late it comes',
    steps: [api(2, 1, 'two', 'inserted'), api(1, 1, 'one', 'stale')],
    ends: 'two',
  },
  {
    guarantee: 'without versions the one read later wins',
    steps: [api(2, null, 'two', 'inserted'), api(1, null, 'one', 'stale'), api(3, null, 'three', 'updated')],
    ends: 'three',
  },
  {
    guarantee: 'without versions a webhook loses',
    steps: [api(1, null, 'api', 'inserted'), webhook(2, null, 'hook', 'stale')],
    ends: 'api',
  },
]

const deletes: Case[] = [
  { guarantee: 'a delete removes what is older', steps: [api(2, 1, 'a', 'inserted'), gone(5, 'deleted')], ends: null },
  {
    guarantee: 'a delete in the very moment of the version removes it',
    steps: [api(2, 5, 'a', 'inserted'), gone(5, 'deleted')],
    ends: null,
  },
  {
    guarantee: 'a delete older than the version is stale',
    steps: [api(2, 6, 'a', 'inserted'), gone(5, 'nothing')],
    ends: 'a',
  },
  {
    guarantee: 'a delete removes what has no version',
    steps: [api(2, null, 'a', 'inserted'), gone(5, 'deleted')],
    ends: null,
  },
  {
    guarantee: 'a second delete finds nothing live',
    steps: [api(2, 1, 'a', 'inserted'), gone(5, 'deleted'), gone(5, 'nothing')],
    ends: null,
  },
  {
    guarantee: 'a tombstone is undone by an API read after the delete',
    steps: [api(2, 1, 'a', 'inserted'), gone(5, 'deleted'), api(6, 1, 'a', 'updated')],
    ends: 'a',
  },
  {
    guarantee: 'a tombstone stays under an API read that was asked before the delete',
    steps: [api(2, 1, 'a', 'inserted'), gone(5, 'deleted'), api(5, 1, 'a', 'stale')],
    ends: null,
  },
  {
    guarantee: 'a tombstone is undone by a webhook about a version after the delete',
    steps: [api(2, 1, 'a', 'inserted'), gone(5, 'deleted'), webhook(9, 6, 'b', 'updated')],
    ends: 'b',
  },
  {
    guarantee: 'a tombstone stays under a webhook about a version before the delete',
    steps: [api(2, 1, 'a', 'inserted'), gone(5, 'deleted'), webhook(9, 5, 'b', 'stale')],
    ends: null,
  },
  {
    guarantee: 'a tombstone stays under a webhook without a version',
    steps: [gone(5, 'nothing'), webhook(9, null, 'b', 'stale')],
    ends: null,
  },
  {
    guarantee: 'a delete of what nobody knows keeps a late create away',
    steps: [gone(5, 'nothing'), webhook(4, 4, 'a', 'stale'), api(4, 4, 'a', 'stale')],
    ends: null,
  },
  {
    guarantee: 'a later delete of what is deleted already counts',
    steps: [gone(5, 'nothing'), gone(8, 'nothing'), api(7, 1, 'a', 'stale')],
    ends: null,
  },
  {
    guarantee: 'an earlier delete does not shorten a later one',
    steps: [gone(8, 'nothing'), gone(5, 'nothing'), api(7, 1, 'a', 'stale')],
    ends: null,
  },
  {
    guarantee: 'a delete from before a revival is stale',
    steps: [gone(5, 'nothing'), webhook(7, 7, 'b', 'updated'), gone(5, 'nothing')],
    ends: 'b',
  },
]

describe.each([
  { about: 'versions', cases: versions },
  { about: 'ties', cases: ties },
  { about: 'deletes', cases: deletes },
])('guard: $about', ({ cases }) => {
  test.each(cases)('$guarantee', async ({ steps, ends }) => {
    const { id: shopId } = await stage.createShop()
    for (const step of steps) expect(await take(shopId, step), JSON.stringify(step)).toBe(step.does)
    const rows =
      await sql`select title, raw->>'title' as raw from products where shop_id = ${shopId} and deleted_at is null`
    expect(rows).toEqual(ends === null ? [] : [{ title: ends, raw: ends }])
  })
})

async function take(shopId: string, step: Step): Promise<Outcome> {
  if ('deletedAt' in step) {
    const at = second(step.deletedAt)
    const removed = await db.mirror.tombstone({ shopId, table: 'products', externalIds: ['p'], at })
    return removed === 1 ? 'deleted' : 'nothing'
  }
  const { origin, readAt, version, title } = step
  const page = (origin === 'api' ? fromApi : fromWebhook)(readAt, { products: [product('p', { version, title })] })
  const {
    tables,
    again: _again,
    changed: _changed,
    quarantined,
    ...counts
  } = await db.mirror.writePage({ shopId, rows: page })
  expect({ tables, quarantined }).toEqual({ tables: { products: counts } })
  const outcomes = Object.entries(counts).filter(([, count]) => count > 0)
  expect(outcomes, 'one row has one outcome').toHaveLength(1)
  return outcomes[0]?.[0] as Outcome
}

test('columns that a write does not contain are kept, and a write that contains them updates them', async () => {
  const { id: shopId } = await stage.createShop()
  const write = (rows: ReturnType<typeof fromApi>) => db.mirror.writePage({ shopId, rows })
  const named = (fields: Record<string, string | null>, version: number) => ({
    ...product('p', { version }),
    fields,
  })
  const columns = async () => {
    const [row] = await sql`select title, vendor, handle from products where shop_id = ${shopId}`
    return row
  }

  await write(fromApi(1, { products: [named({ title: 'a', vendor: 'v', handle: 'h' }, 1)] }))
  await write(fromWebhook(2, { products: [named({ title: 'b', handle: null }, 2)] }))
  expect(await columns()).toEqual({ title: 'b', vendor: 'v', handle: null })

  await write(fromApi(3, { products: [named({ title: 'b', vendor: null, handle: null }, 2)] }))
  expect(await columns()).toEqual({ title: 'b', vendor: null, handle: null })
})

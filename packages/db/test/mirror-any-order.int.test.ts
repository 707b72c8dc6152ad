import { findOrphans } from '@shopmirror/test/find-orphans.ts'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { type Arrival, type History, history } from './history.ts'
import { second } from './rows.ts'
import { createStage } from './stage.ts'

const RUNS = 120

const stage = await createStage()
const { db, sql } = stage
afterAll(() => stage[Symbol.asyncDispose]())

test('any order and any repetition of a history ends in the same mirror', { timeout: 300_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(history, async ({ arrivals, disordered, answer }) => {
      const [wanted, found] = await Promise.all([createShop(), createShop()])
      for (const arrival of arrivals) await take(wanted, arrival)
      for (const arrival of disordered) {
        await take(found, arrival)
        expect(await findOrphans({ sql, shopId: found })).toEqual([])
      }
      await expectEqual({ wanted, found, answer })
    }),
    { numRuns: RUNS },
  )
})

test('a history that arrives in one batch ends in the same mirror', { timeout: 300_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(history, async ({ arrivals, disordered, answer }) => {
      const [wanted, found] = await Promise.all([createShop(), createShop()])
      for (const arrival of arrivals) await take(wanted, arrival)
      await Promise.all(disordered.map((arrival) => take(found, arrival)))
      await expectEqual({ wanted, found, answer })
    }),
    { numRuns: RUNS },
  )
})

const createShop = async () => (await stage.createShop()).id

async function take(shopId: string, arrival: Arrival): Promise<void> {
  if ('rows' in arrival) {
    await db.mirror.writePage({ shopId, rows: arrival.rows })
    return
  }
  await db.mirror.tombstone({ shopId, table: 'orders', externalIds: [arrival.deleted], at: second(arrival.at) })
}

interface Ends extends Pick<History, 'answer'> {
  wanted: string
  found: string
}

/**
 * What is in doubt in one of them is read again in both: an order that was read looks different from one that was told.
 */
async function expectEqual({ wanted, found, answer }: Ends): Promise<void> {
  const uncertain = await sql<{ id: string }[]>`
    select distinct external_id as id from refetches where shop_id = any(${[wanted, found]}) and resource = 'orders'`
  for (const shopId of [wanted, found]) {
    expect(await findOrphans({ sql, shopId })).toEqual([])
    for (const { id } of uncertain) await take(shopId, answer(id))
    expect(await findOrphans({ sql, shopId })).toEqual([])
  }
  expect(await mirrorOf(found)).toEqual(await mirrorOf(wanted))
}

async function mirrorOf(shopId: string) {
  const [orders, lines, parcels] = await Promise.all([
    sql`select external_id, number, raw, source_updated_at::text from orders
      where shop_id = ${shopId} and deleted_at is null order by 1`,
    sql`select external_id, order_external_id, name, source_updated_at::text from order_lines
      where shop_id = ${shopId} and deleted_at is null order by 1`,
    sql`select external_id, order_external_id, source_updated_at::text from fulfillments
      where shop_id = ${shopId} and deleted_at is null order by 1`,
  ])
  return { orders: [...orders], lines: [...lines], parcels: [...parcels] }
}

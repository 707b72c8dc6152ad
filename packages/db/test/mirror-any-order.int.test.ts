import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { type Arrival, history } from './history.ts'
import { second } from './rows.ts'
import { createStage } from './stage.ts'

const RUNS = 120

const stage = await createStage()
const { db, sql } = stage
afterAll(() => stage[Symbol.asyncDispose]())

test('any order and any repetition of a history ends in the same mirror', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(history, async ({ arrivals, disordered }) => {
      const [wanted, found] = await Promise.all([createShop(), createShop()])
      for (const arrival of arrivals) await take(wanted, arrival)
      for (const arrival of disordered) await take(found, arrival)
      expect(await mirrorOf(found)).toEqual(await mirrorOf(wanted))
    }),
    { numRuns: RUNS },
  )
})

test('a history that arrives all at once ends in the same mirror', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(history, async ({ arrivals, disordered }) => {
      const [wanted, found] = await Promise.all([createShop(), createShop()])
      for (const arrival of arrivals) await take(wanted, arrival)
      await Promise.all(disordered.map((arrival) => take(found, arrival)))
      expect(await mirrorOf(found)).toEqual(await mirrorOf(wanted))
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

async function mirrorOf(shopId: string) {
  const [orders, lines] = await Promise.all([
    sql`select external_id, number, raw, source_updated_at::text from orders
      where shop_id = ${shopId} and deleted_at is null order by 1`,
    sql`select external_id, order_external_id, name, source_updated_at::text from order_lines
      where shop_id = ${shopId} and deleted_at is null order by 1`,
  ])
  return { orders: [...orders], lines: [...lines] }
}

import { expectations } from '@shopmirror/sandbox'
import { findFirstRun, waitForRun } from '@shopmirror/scripts/journey.ts'
import { startSystem } from '@shopmirror/test/system.ts'
import { until } from '@shopmirror/test/until.ts'
import { afterAll, describe, expect, test } from 'vitest'

/** The world is shared by all platforms: each has its own shop in it. */
const worldOf = (platform: string) => `r-${platform}`
const UNITS = 4_000

const system = await startSystem({
  sandbox: {
    shops: expectations.map(({ platform }) => worldOf(platform)),
    products: 60,
    customers: 5,
    orders: 5,
    appWrites: true,
  },
  workers: expectations.length + 1,
})
const { sandbox, sql, api, stack } = system
afterAll(() => system[Symbol.asyncDispose]())

interface PushView {
  id: string
  key: string
  status: string
  error: string | null
}

async function connect(domain: string): Promise<string> {
  const shopId = await system.connect(domain)
  await waitForRun(system, await findFirstRun(system, shopId))
  const inventory = { enabled: true, interval_minutes: 0, on_conflict: 'hold' }
  await system.operator.put(`/api/v1/shops/${shopId}/push-settings`, { inventory })
  return shopId
}

const listPushes = (shopId: string) => api.get<PushView[]>(`/api/v1/pushes?shop=${shopId}&limit=200`)

async function untilCompleted(shopId: string, count: number): Promise<void> {
  const isSettled = ({ status }: PushView) => status === 'completed' || status === 'superseded'
  await until(
    async () => {
      const pushes = await listPushes(shopId)
      return pushes.length === count && pushes.every(isSettled)
    },
    { timeoutMs: 100_000, intervalMs: 200 },
  )
}

async function untilEqual(domain: string, shopId: string): Promise<void> {
  const isEqual = async () => (await system.differences(domain, shopId)) === ''
  await until(isEqual, { timeoutMs: 30_000, intervalMs: 200 }).catch(() => undefined)
  expect(await system.differences(domain, shopId)).toBe('')
}

describe.each(expectations.map(({ platform }) => platform))('stock pushed to %s', (platform) => {
  const expectation = expectations.find((each) => each.platform === platform) ?? expect.fail(platform)
  const domain = expectation.domainOf(worldOf(platform))
  const world = expectation.worldOf(sandbox, domain)
  let shopId: string

  test('arrives in the shop, by SKU, and the mirror shows it', async () => {
    shopId = await connect(domain)
    const [location] = await locationsOf(shopId)
    const products = world.products.ids().slice(0, 40)
    const pushes = products.map((id, index) => ({
      ...{ key: `first-${id}`, kind: 'inventory.set', object: { sku: world.products.get(id)?.sku } },
      payload: { quantity: UNITS + index, location },
    }))
    await api.post(`/api/v1/shops/${shopId}/pushes`, { pushes })
    await untilCompleted(shopId, 40)
    expect(products.map((id) => world.products.get(id)?.stocks[0])).toEqual(products.map((_id, index) => UNITS + index))
    await untilEqual(domain, shopId)
  })

  test('is what was wanted, whatever answers get lost and workers die', async () => {
    const [location] = await locationsOf(shopId)
    sandbox.faults.set({ kind: 'answerLost', count: 2, shop: domain }, { kind: 'throttle', count: 2, shop: domain })
    const products = world.products.ids().slice(0, 20)
    for (const [round, id] of products.entries()) {
      const push = { key: `second-${id}`, kind: 'inventory.set', object: { sku: world.products.get(id)?.sku } }
      await api.post(`/api/v1/shops/${shopId}/pushes`, {
        pushes: [{ ...push, payload: { quantity: round, location } }],
      })
      if (round === 10) await system.kill(stack.workers[expectations.indexOf(expectation)])
    }
    sandbox.faults.clear()
    await untilCompleted(shopId, 60)
    expect(products.map((id) => world.products.get(id)?.stocks[0])).toEqual(products.map((_id, round) => round))
    await untilEqual(domain, shopId)
  })
})

/** As the platform calls them; the world's first place comes first. */
async function locationsOf(shopId: string): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select external_id as id from locations where shop_id = ${shopId} order by external_id`
  return rows.length > 0 ? rows.map(({ id }) => id) : ['1', '2']
}

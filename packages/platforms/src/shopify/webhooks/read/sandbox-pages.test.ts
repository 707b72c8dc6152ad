import { createWebhookBody } from '@shopmirror/sandbox/shopify/testing'
import { afterAll, expect, test } from 'vitest'
import type { MirrorRow, MirrorTable, Resource } from '../../../contract/mirror-rows.ts'
import { openStage } from '../../testing/stage.ts'
import { readWebhook } from './index.ts'

const stage = await openStage(
  { products: 12, customers: 9, orders: 40, categories: 4 },
  { SHOPIFY_BULK_FROM: '100000' },
)
afterAll(() => stage.close())
const { world, domain, platform } = stage
const webhookBody = createWebhookBody(world, domain)

/** Each of these reads a whole table in one page here. */
async function readRows(resource: Resource): Promise<Partial<Record<MirrorTable, MirrorRow[]>>> {
  const { accessToken } = await platform.tokens.grant((await stage.grantRequest?.()) ?? { domain })
  const token = async () => ({ value: accessToken, version: 1 })
  const access = {
    token,
    renewToken: token,
    reserve: async () => 'booking',
    reportRateLimit: async () => {},
    alert: () => {},
  }
  const shop = { id: 'shp_test', domain }
  const profile = await platform.client({ shop, access }).describe()
  const page = await platform.client({ shop, access, profile }).reads.page({ resource, window: null, cursor: null })
  expect(page.next).toBeNull()
  return page.rows.rows
}

function readTold(topic: string, worldId: number): [string, readonly MirrorRow[]][] {
  const body = Buffer.from(webhookBody(topic, worldId) ?? '')
  const about = { deliveryId: 'd', topic, domain, contentType: 'application/json', receivedAt: new Date() }
  const [event] = readWebhook({ ...about, body })
  if (event?.kind !== 'rows') throw new Error(`No rows but ${JSON.stringify(event)}`)
  return Object.entries(event.rows.rows)
}

/** Columns no webhook has: naming them would empty them. */
const silent: Readonly<Record<string, readonly string[]>> = {
  products: ['category_external_ids'],
  product_variants: ['cost', 'currency', 'weight'],
}

const heads = world.products.ids().filter((id) => world.products.get(id)?.parentId === null)

test.each<[string, Resource, readonly number[]]>([
  ['products/update', 'products', heads],
  ['orders/updated', 'orders', world.placedOrders()],
  ['collections/update', 'categories', world.categories.ids()],
  ['locations/update', 'locations', [1, 2]],
])('%s fills the columns it names with what a page of %s has in them', async (topic, resource, worldIds) => {
  const asked = await readRows(resource)
  for (const [table, rows] of worldIds.flatMap((id) => readTold(topic, id)))
    for (const { externalId, fields: sure, initial } of rows) {
      const fields = { ...initial, ...sure }
      const row = asked[table as MirrorTable]?.find((each) => each.externalId === externalId)
      expect(plain(row?.fields), `${table} ${externalId}`).toMatchObject(plain(fields) as object)
      const unsaid = Object.keys(row?.fields ?? {}).filter((column) => !(column in fields))
      expect(unsaid.toSorted(), table).toEqual(silent[table] ?? [])
    }
})

/** Amounts and times in one way of writing. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_key, inner: unknown) => {
    if (typeof inner === 'number') return String(inner)
    if (typeof inner !== 'string') return inner
    if (/^\d{4}-\d\d-\d\dT/.test(inner)) return new Date(inner).toISOString()
    return /^-?\d+\.\d+$/.test(inner) ? inner.replace(/\.?0+$/, '') : inner
  })
}

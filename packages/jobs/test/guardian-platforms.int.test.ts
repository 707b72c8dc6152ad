import type { Subscription } from '@shopmirror/platforms'
import { afterAll, describe, expect, test } from 'vitest'
import type { JobContext } from '../src/context.ts'
import { registerWebhooks } from '../src/webhooks/register-webhooks.ts'
import { createShopifyStage } from './shopify.ts'
import { createShoplineStage, newMerchant } from './shopline.ts'
import { createShoprenterStage } from './shoprenter.ts'

const world = { products: 2, customers: 1, orders: 1 }
const stages = {
  shopify: await createShopifyStage(world),
  shopline: await createShoplineStage(world),
  shoprenter: await createShoprenterStage(world),
}
afterAll(() => Promise.all(Object.values(stages).map((stage) => stage[Symbol.asyncDispose]())))

let installed = 0
const newDomain = {
  shopify: () => `guarded-${++installed}.myshopify.com`,
  shopline: newMerchant,
  shoprenter: () => `guarded-${++installed}`,
}

describe.each(Object.keys(stages) as (keyof typeof stages)[])(
  'the webhooks of a %s shop, by its real topics',
  (name) => {
    const stage = stages[name]
    const { context } = stage

    async function install() {
      const shopId = await stage.installShop(newDomain[name]())
      const register = (changed: Partial<JobContext> = {}) =>
        registerWebhooks.run({ shopId }, { ...context, ...changed }, stage.attempt())
      const { client, platform } = await context.openShop(shopId, 'refetch')
      const list = () => client.webhooks.list()
      await register()
      return { shopId, register, list, client, topics: [...platform.webhooks.topics].sort() }
    }
    const topicsOf = (hooks: readonly Subscription[]) => hooks.map(({ topic }) => topic).sort()
    const idsOf = (hooks: readonly Subscription[]) => hooks.map(({ externalId }) => externalId).sort()

    test('are unchanged by a second check: none is created, removed or reported, and nothing is read again', async () => {
      const { shopId, register, list, topics } = await install()
      const before = await list()
      expect(topicsOf(before)).toEqual(topics)
      await register()
      expect(idsOf(await list())).toEqual(idsOf(before))
      const subscriptions = await context.db.subscriptions.list({ accountId: null, shopId })
      expect(subscriptions.filter(({ problem, gapSince }) => problem !== null || gapSince !== null)).toEqual([])
      const runs = await context.db.runs.list({ accountId: null, shopId, limit: 10 })
      expect(runs.filter(({ trigger }) => trigger === 'gap')).toEqual([])
    })

    test('move with PUBLIC_URL: as many as before at the new address, none at the old one', async () => {
      const { register, list, topics } = await install()
      const addresses = stage.addressesAt('https://moved.example.com/webhooks/mirror')
      await register({ addresses })
      const after = await list()
      expect(topicsOf(after)).toEqual(topics)
      expect(after.every(({ address }) => address.startsWith('https://moved.example.com/webhooks/mirror/'))).toBe(true)
      await register({ addresses })
      expect(idsOf(await list())).toEqual(idsOf(after))
    })

    test('that an earlier release has duplicated are one per topic after a check', async () => {
      const { shopId, register, list, client, topics } = await install()
      const older = stage.addressesAt('https://older.example.com')
      for (const topic of topics)
        await client.webhooks.subscribe(topic, older.addressFor({ platform: name, shopId, topic }))
      expect(await list()).toHaveLength(2 * topics.length)
      await register()
      expect(topicsOf(await list())).toEqual(topics)
    })

    test('of another app are kept, however similar their addresses are', async () => {
      const { shopId, register, list, client, topics } = await install()
      const [topic = ''] = topics
      const ours = context.addresses.addressFor({ platform: name, shopId, topic })
      const foreign = new URL(ours.href.replace(shopId, 'shp_other').replace(ours.origin, 'https://other.example.com'))
      const { externalId } = await client.webhooks.subscribe(topic, foreign)
      await register()
      expect(idsOf(await list())).toContain(externalId)
    })
  },
)

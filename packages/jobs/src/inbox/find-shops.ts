import type { JobContext, Shop } from '../context.ts'
import type { Delivery } from './delivery.ts'

/** Whose a delivery is, for a whole group at once. */
export type ShopFinder = (delivery: Delivery) => Shop | null

/** One statement for all that name a shop of ours, one for each other domain. */
export async function findShops(deliveries: readonly Delivery[], db: JobContext['db']): Promise<ShopFinder> {
  const ids = [...new Set(deliveries.flatMap(({ shopId }) => shopId ?? []))]
  const domains = new Map(deliveries.flatMap((delivery) => (delivery.domain ? [[keyOf(delivery), delivery]] : [])))
  const [byId, byDomain] = await Promise.all([
    ids.length > 0 ? db.shops.findMany(ids) : [],
    Promise.all([...domains.values()].map(({ platform, domain = '' }) => db.shops.findConnected(platform, domain))),
  ])
  const shops = new Map(byId.map((shop) => [shop.id, shop]))
  const connected = new Map(byDomain.flatMap((shop) => (shop ? [[keyOf(shop), shop]] : [])))
  return (delivery) => shops.get(delivery.shopId ?? '') ?? connected.get(keyOf(delivery)) ?? null
}

function keyOf({ platform, domain }: { platform: string; domain?: string }): string {
  return `${platform} ${domain}`
}

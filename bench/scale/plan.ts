/** What a bench sends: deliveries, over objects of shops, all of it known by number, so that no list has to be kept. */

export const platforms = ['shopify', 'shoprenter', 'shopline'] as const
export type PlatformName = (typeof platforms)[number]

/** Version 1 of every object is one second later; versions are seconds, as the platforms write them. */
const VERSIONS_FROM = Date.UTC(2026, 5, 1)

export interface Plan {
  shops: number
  objectsPerShop: number
  deliveries: number
}

export interface PlannedDelivery {
  number: number
  shop: number
  /** Of all objects of all shops. */
  object: number
  version: number
}

/** Delivery by delivery to the next shop; when each shop had its turn, to the next object of each. */
export function deliveryOf({ shops, objectsPerShop }: Plan, number: number): PlannedDelivery {
  const shop = number % shops
  const turn = Math.floor(number / shops)
  return {
    ...{ number, shop },
    object: shop * objectsPerShop + (turn % objectsPerShop),
    version: Math.floor(turn / objectsPerShop) + 1,
  }
}

/** The version of each object after the last delivery; 0 for one that no delivery is about. */
export function lastVersions(plan: Plan): Uint32Array {
  const versions = new Uint32Array(plan.shops * plan.objectsPerShop)
  const objects = Math.min(plan.deliveries, versions.length)
  for (let number = plan.deliveries - objects; number < plan.deliveries; number += 1) {
    const { object, version } = deliveryOf(plan, number)
    versions[object] = version
  }
  return versions
}

export function platformOf(shop: number): PlatformName {
  return platforms[shop % platforms.length] ?? 'shopify'
}

export const shopIdOf = (shop: number) => `shp_bench${String(shop).padStart(20, '0')}`

/** The shop's name at its platform. */
export function domainOf(shop: number): string {
  const names = {
    shopify: `bench-${shop}.myshopify.com`,
    shoprenter: `bench-${shop}`,
    shopline: hexId(shop),
  }
  return names[platformOf(shop)]
}

/** The id of an object at its platform. */
export const externalIdOf: Record<PlatformName, (object: number) => string> = {
  shopify: (object) => String(SHOPIFY_IDS_FROM + object),
  shoprenter: (object) => `order-${object}`,
  shopline: hexId,
}

/** The other way round; `NaN` for an id of no object. */
export const objectOf: Record<PlatformName, (externalId: string) => number> = {
  shopify: (externalId) => Number(externalId) - SHOPIFY_IDS_FROM,
  shoprenter: (externalId) => Number(externalId.slice('order-'.length)),
  shopline: (externalId) => Number.parseInt(externalId, 16),
}

const SHOPIFY_IDS_FROM = 5_000_000_000

/** The mirror's table of the objects. */
export const tables: Record<PlatformName, 'orders' | 'customers'> = {
  shopify: 'orders',
  shoprenter: 'orders',
  shopline: 'customers',
}

export function timeOf(version: number): Date {
  return new Date(VERSIONS_FROM + version * 1_000)
}

export function versionOf(time: Date): number {
  return (time.getTime() - VERSIONS_FROM) / 1_000
}

function hexId(number: number): string {
  return number.toString(16).padStart(24, '0')
}

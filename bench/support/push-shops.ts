import type { Sandbox } from '@shopmirror/sandbox'
import { ids as shopifyIds } from '@shopmirror/sandbox/shopify/testing'
import { ids as shoprenterIds } from '@shopmirror/sandbox/shoprenter/testing'
import type { Rig } from '../rig.ts'

type Connection = Pick<Rig, 'db' | 'sql' | 'sandbox'>

/** What a push of stock needs to know of a platform. */
export interface StockPlatform {
  id: 'shopify' | 'shoprenter'
  /** The first location of every shop. */
  location: string
  domainOf(world: string): string
  tokenOf(sandbox: Sandbox, domain: string): string
  /** Ids of a product of the world in the mirror. */
  variantOf(product: number): { id: string; product: string; item: string | null }
  stockOf(sandbox: Sandbox, domain: string, product: number): number | undefined
}

export const shopifyStock: StockPlatform = {
  id: 'shopify',
  location: shopifyIds.location(1),
  domainOf: (world) => `${world}.myshopify.com`,
  tokenOf: ({ shopify }, domain) =>
    shopify.tokens.issueEndless(domain, { client: shopify.clientId, scopes: [...shopify.scopes] }),
  variantOf: (product) => ({
    id: shopifyIds.variant(product),
    product: shopifyIds.product(product),
    item: shopifyIds.inventoryItem(product),
  }),
  stockOf: ({ shopify }, domain, product) => shopify.shop(domain).world.products.get(product)?.stocks[0],
}

export const shoprenterStock: StockPlatform = {
  id: 'shoprenter',
  location: '1',
  domainOf: (world) => world,
  tokenOf({ shoprenter, env }, domain) {
    const credentials = { client_id: env.SHOPRENTER_CLIENT_ID, client_secret: env.SHOPRENTER_CLIENT_SECRETS }
    const { body } = shoprenter.tokens.ask(domain, { grant_type: 'client_credentials', ...credentials })
    return String((body as { access_token?: string }).access_token)
  },
  variantOf: (product) => ({ id: shoprenterIds.product(product), product: shoprenterIds.product(product), item: null }),
  stockOf: ({ shoprenter }, domain, product) => shoprenter.shop(domain).world.products.get(product)?.stocks[0],
}

/** A connected shop whose products are in the mirror as far as pushes of stock look at them. */
export interface PushShop {
  id: string
  domain: string
  /** Numbers of its products in the world. */
  products: readonly number[]
}

/**
 * Connects shops of the sandbox without a sync, with stock switched on. `worlds`: their names in the world; `account`: whose
 * they are.
 */
export async function connectPushShops(
  rig: Connection,
  { platform, worlds, account }: { platform: StockPlatform; worlds: readonly string[]; account?: string },
): Promise<PushShop[]> {
  const accountId = account ?? (await rig.db.accounts.create({ name: 'bench' })).id
  const shops: PushShop[] = []
  for (const world of worlds) shops.push(await connectPushShop(rig, { platform, world, accountId }))
  await rig.sql`analyze product_variants, locations`
  return shops
}

async function connectPushShop(
  { db, sql, sandbox }: Connection,
  { platform, world, accountId }: { platform: StockPlatform; world: string; accountId: string },
): Promise<PushShop> {
  const domain = platform.domainOf(world)
  const { shop } = await db.shops.connect({ accountId, platform: platform.id, domain })
  const accessToken = platform.tokenOf(sandbox, domain)
  const expiresAt = new Date(Date.now() + 3_600_000)
  const version = await db.credentials.replace({
    shopId: shop.id,
    version: undefined,
    tokens: { accessToken, expiresAt },
  })
  await db.shops.setAccess({ shopId: shop.id, version, access: 'active' })
  const inventory = { enabled: true, intervalMinutes: 0, onConflict: 'hold' } as const
  await db.shopSettings.update(shop.id, { scheduleEnabled: false, pushSettings: { inventory } })
  const { products } = sandbox.world(world)
  const rows = products.ids().map((product) => ({ ...platform.variantOf(product), sku: products.get(product)?.sku }))
  await sql`
    insert into product_variants (shop_id, external_id, product_external_id, inventory_item_id, sku, raw, content_hash)
    select ${shop.id}, id, product, item, sku, '{}', ''
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as r(id text, product text, item text, sku text)`
  await sql`
    insert into locations (shop_id, external_id, active, raw, content_hash)
    values (${shop.id}, ${platform.location}, true, '{}', '')`
  return { id: shop.id, domain, products: products.ids() }
}

/** One push of each product, handed in 500 at once. */
export async function acceptStock(
  { db, sandbox }: Connection,
  { platform, shop, quantity }: { platform: StockPlatform; shop: PushShop; quantity: number },
): Promise<void> {
  const { products } = platform.id === 'shopify' ? sandbox.shopify.shop(shop.domain).world : sandbox.world(shop.domain)
  const pushes = shop.products.map((product) => ({
    ...{ key: `stock-${product}-${quantity}`, kind: 'inventory.set', entity: 'inventory' },
    object: { sku: products.get(product)?.sku ?? '' },
    payload: { quantity, location: platform.location },
  }))
  for (let from = 0; from < pushes.length; from += 500) await db.pushes.accept(shop.id, pushes.slice(from, from + 500))
}

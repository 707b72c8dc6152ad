import type { WorldShop } from '../../../world/shop.ts'
import { stockTimeOf } from '../../../world/stock-times.ts'
import { ids } from '../../world-ids.ts'
import { exact, localTime } from '../json.ts'
import type { Body } from './body.ts'

const OPENED = localTime(Date.parse('2020-01-02T08:00:00Z'))

export function locationBody(place: number, { stockCount }: WorldShop, active = true): Body | null {
  if (place < 1 || place > stockCount) return null
  const number = ids.location(place)
  return {
    ...{ id: exact(number), admin_graphql_api_id: `gid://shopify/Location/${number}`, name: `${place}. raktár` },
    ...{ address1: `Raktár utca ${place}.`, address2: null, city: 'Budapest', zip: `10${place}0`, phone: null },
    ...{ country: 'HU', country_code: 'HU', country_name: 'Hungary', province: null, province_code: null },
    ...{ localized_country_name: 'Hungary', localized_province_name: null, legacy: false, active },
    ...{ created_at: OPENED, updated_at: OPENED },
  }
}

/** Has no id of its own; `null` for a product that does not exist. */
export function levelBody(productId: number, place: number, { products }: WorldShop): Body | null {
  const product = products.get(productId)
  if (!product) return null
  const [item, location] = [ids.inventoryItem(productId), ids.location(place)]
  return {
    ...{ inventory_item_id: exact(item), location_id: exact(location), available: product.stocks[place - 1] ?? 0 },
    updated_at: localTime(stockTimeOf(product, place)),
    admin_graphql_api_id: `gid://shopify/InventoryLevel/${location}?inventory_item_id=${item}`,
  }
}

/** Also for a deleted product. */
export function disconnectedLevelBody(productId: number, place: number): Body {
  return { inventory_item_id: exact(ids.inventoryItem(productId)), location_id: exact(ids.location(place)) }
}

export function inventoryItemBody(productId: number, { products }: WorldShop): Body | null {
  const product = products.get(productId)
  if (!product) return null
  const number = ids.inventoryItem(productId)
  const { cost = null, tracked = true, requiresShipping = true } = product.written ?? {}
  return {
    ...{ id: exact(number), admin_graphql_api_id: `gid://shopify/InventoryItem/${number}`, sku: product.sku || null },
    ...{ created_at: localTime(product.createdAt), updated_at: localTime(product.updatedAt) },
    ...{ requires_shipping: requiresShipping, cost, tracked, country_code_of_origin: null },
    ...{ province_code_of_origin: null, harmonized_system_code: null, country_harmonized_system_codes: [] },
    ...{ weight_value: Number(product.weight), weight_unit: 'kg' },
  }
}

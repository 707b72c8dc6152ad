import { ids } from '../world-ids.ts'

export type Kind = keyof typeof ids

const types = {
  Collection: 'collection',
  Customer: 'customer',
  Fulfillment: 'fulfillment',
  InventoryItem: 'inventoryItem',
  Location: 'location',
  Order: 'order',
  Product: 'product',
  ProductVariant: 'variant',
  LineItem: 'line',
  Refund: 'refund',
} as const satisfies Record<string, Kind>
export type NodeType = keyof typeof types

export function gid(type: NodeType, worldId: number): string {
  return `gid://shopify/${type}/${ids[types[type]](worldId)}`
}

/** What of the world an id of Shopify means, whether it is there or not; `null` for an id that means nothing. */
export function readGid(text: unknown): { type: NodeType; worldId: number } | null {
  const [, type = '', number = ''] = /^gid:\/\/shopify\/(\w+)\/(\d+)$/.exec(String(text)) ?? []
  if (!isType(type)) return null
  const worldId = Number(BigInt(number) - BigInt(ids[types[type]](0)))
  return worldId > 0 ? { type, worldId } : null
}

/** The number of an object of Shopify, as a search or an order needs it. */
export function numberOf(type: NodeType, worldId: number): bigint {
  return BigInt(ids[types[type]](worldId))
}

function isType(type: string): type is NodeType {
  return type in types
}

/** To the second, as the platform writes it. */
export function timeOf(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`
}

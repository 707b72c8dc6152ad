import { ids } from '../world-ids.ts'

const types = {
  Collection: 'collection',
  Customer: 'customer',
  Fulfillment: 'fulfillment',
  FulfillmentLineItem: 'fulfillmentLine',
  FulfillmentOrder: 'fulfillmentOrder',
  FulfillmentOrderLineItem: 'fulfillmentOrderLine',
  InventoryItem: 'inventoryItem',
  InventoryItemMeasurement: 'inventoryItem',
  LineItem: 'line',
  Location: 'location',
  Order: 'order',
  OrderTransaction: 'transaction',
  Product: 'product',
  ProductOption: 'option',
  ProductOptionValue: 'optionValue',
  ProductVariant: 'variant',
  Refund: 'refund',
  RefundLineItem: 'refundLine',
  ShippingLine: 'shippingLine',
} as const satisfies Record<string, keyof typeof ids>
export type NodeType = keyof typeof types

export function gid(type: NodeType, worldId: number): string {
  return `gid://shopify/${type}/${ids[types[type]](worldId)}`
}

/** An id of Shopify in its parts. */
export interface Gid {
  text: string
  type: string
  number: bigint
  params: URLSearchParams
}

/** `null` for a text that is no id. */
export function parseGid(value: unknown): Gid | null {
  const text = String(value)
  const [, type = '', number = '', params = ''] = /^gid:\/\/shopify\/(\w+)\/(\d+)(?:\?(.*))?$/.exec(text) ?? []
  return type ? { text, type, number: BigInt(number), params: new URLSearchParams(params) } : null
}

/** What an id means in the world, whether it exists or not; `null` for the id of another type. */
export function worldIdIn(value: unknown, type: NodeType): number | null {
  const found = parseGid(value)
  return found?.type === type ? worldIdOf(type, found.number) : null
}

/** The number of an object in the world; `null` where the world has none. */
export function worldIdOf(type: NodeType, number: bigint): number | null {
  const worldId = Number(number - BigInt(ids[types[type]](0)))
  return worldId > 0 ? worldId : null
}

/** The number of an object of Shopify, as a search or a sort needs it. */
export function numberOf(type: NodeType, worldId: number): bigint {
  return BigInt(ids[types[type]](worldId))
}

/** To the second, as the platform writes it. */
export function timeOf(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`
}

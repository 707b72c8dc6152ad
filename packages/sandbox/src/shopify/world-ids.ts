const after = (first: bigint) => (id: number) => String(first + BigInt(id))

/**
 * The world's numbers as Shopify's, in text: one way only, and never two to one. Lines lie beyond 2^53, where
 * a number that was ever a float is another number.
 */
export const ids = {
  collect: after(450_000_000_000n),
  collection: after(200_000_000_000n),
  customer: after(7_000_000_000_000n),
  event: after(0n),
  fulfillment: after(4_000_000_000_000n),
  fulfillmentLine: after(12_000_000_000_000n),
  fulfillmentOrder: after(6_500_000_000_000n),
  fulfillmentOrderLine: after(13_000_000_000_000n),
  inventoryItem: after(1_000_000_000_000_000n),
  line: after(16_000_000_000_000_001n),
  location: after(60_000_000_000n),
  option: after(9_000_000_000_000n),
  optionValue: after(3_000_000_000_000n),
  order: after(5_000_000_000_000n),
  product: after(0n),
  refund: after(800_000_000_000n),
  refundLine: after(500_000_000_000n),
  shippingLine: after(2_000_000_000_000n),
  transaction: after(6_000_000_000_000n),
  variant: after(0n),
}

export type IdKind = keyof typeof ids

/** The world's number behind a number of Shopify; not positive for one that is nobody's. */
export function worldIdOf(kind: IdKind, digits: string): number {
  return Number(BigInt(digits) - BigInt(ids[kind](0)))
}

const PARTS_FROM = 1_000_000_000
const PARTS_MAX = 1_000

/** The number of a part of an object, by its place from 0: ten beside the object's number, the rest far above. */
export function partId(ownerId: number, place: number): number {
  if (place >= PARTS_MAX) throw new Error(`Object ${ownerId} has too many parts.`)
  return place < 10 ? ownerId * 10 + place : PARTS_FROM + ownerId * PARTS_MAX + place
}

export function ownerOf(part: number): number {
  return part < PARTS_FROM ? Math.floor(part / 10) : Math.floor((part - PARTS_FROM) / PARTS_MAX)
}

/** The number of one of several wholes of an object, of which the first has the object's own. */
export function shipmentId(orderId: number, place: number): number {
  return place === 0 ? orderId : PARTS_FROM + orderId * PARTS_MAX + place
}

export function orderOfShipment(id: number): number {
  return id < PARTS_FROM ? id : Math.floor((id - PARTS_FROM) / PARTS_MAX)
}

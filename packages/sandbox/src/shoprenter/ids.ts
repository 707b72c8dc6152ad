/** Ids are base64 of a key the platform does not want anybody to build; only the platform itself does. */
export function encodeId(kind: string, key: string): string {
  return Buffer.from(`${kind}-${key}`).toString('base64')
}

export const idOf = {
  product: (id: number) => encodeId('product', `product_id=${id}`),
  category: (id: number) => encodeId('category', `category_id=${id}`),
  customer: (id: number) => encodeId('customer', `customer_id=${id}`),
  address: (id: number) => encodeId('address', `address_id=${id}`),
  order: (id: number) => encodeId('order', `order_id=${id}`),
  line: (id: number) => encodeId('orderProduct', `order_product_id=${id}`),
  total: (id: number) => encodeId('orderTotal', `order_total_id=${id}`),
  invoice: (id: number) => encodeId('orderInvoice', `order_invoice_id=${id}`),
  history: (id: number) => encodeId('orderHistory', `order_history_id=${id}`),
  status: (id: number) => encodeId('orderStatus', `order_status_id=${id}`),
  country: (id: number) => encodeId('country', `country_id=${id}`),
  language: (id: number) => encodeId('language', `language_id=${id}`),
  currency: (id: number) => encodeId('currency', `currency_id=${id}`),
  special: (id: number) => encodeId('productSpecial', `product_special_id=${id}`),
  image: (id: number) => encodeId('productImage', `product_image_id=${id}`),
  description: (pair: number) => encodeId('productDescription', keyOf(pair, 'language_id')),
  productTag: (pair: number) => encodeId('productTag', keyOf(pair, 'language_id')),
  productCategory: (pair: number) => encodeId('productCategory', keyOf(pair, 'category_id')),
  subscriber: (id: number) => encodeId('newsletterSubscriber', `newsletter_subscriber_id=${id}`),
  webHook: (id: number) => encodeId('webHook', `notification_id=${id}`),
  group: (id: number) => encodeId('customerGroup', `customer_group_id=${id}`),
  taxClass: (id: number) => encodeId('taxClass', `tax_class_id=${id}`),
  shippingMode: (id: number) => encodeId('shippingMode', `shipping_mode_id=${id}`),
  zone: (id: number) => encodeId('zone', `zone_id=${id}`),
}

export type Kind = keyof typeof idOf

const PAIR = 1_000_000

/** The number of what exists once for a product and another object. */
export function pairOf(productId: number, other: number): number {
  return productId * PAIR + other
}

export function partsOf(pair: number): [productId: number, other: number] {
  return [Math.floor(pair / PAIR), pair % PAIR]
}

function keyOf(pair: number, name: string): string {
  const [productId, other] = partsOf(pair)
  return `product_id=${productId}&${name}=${other}`
}

/** The number in an id of ours, `null` for any other text. */
export function numberIn(id: string): number | null {
  const key = Buffer.from(decode(id), 'base64').toString('utf8')
  const [, first, second] = /=(\d+)(?:&\w+=(\d+))?$/.exec(key) ?? []
  if (first === undefined) return null
  return second === undefined ? Number(first) : pairOf(Number(first), Number(second))
}

/** Percent-encoding is optional in paths and queries; text that is not valid stays as it is. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The ids of one shop, with the OuterIDs that programs have given. https://doc.shoprenter.hu/development/api/05_outer_id.html */
export interface Ids {
  /** Its OuterID, if it has one: that is what all answers show. */
  of(kind: Kind, number: number): string
  /** Of an id or an OuterID; whether the object exists is another question. */
  find(kind: Kind, id: string): number | null
  outerOf(kind: Kind, number: number): string | null
  assign(kind: Kind, number: number, outerId: string): void
  release(kind: Kind, number: number): void
}

export function createIds(): Ids {
  const outerIds = new Map<string, string>()
  const numbers = new Map<string, number>()
  const release = (kind: Kind, number: number) => {
    const outer = outerIds.get(`${kind} ${number}`)
    if (outer === undefined) return
    outerIds.delete(`${kind} ${number}`)
    numbers.delete(`${kind} ${outer}`)
  }
  return {
    of: (kind, number) => outerIds.get(`${kind} ${number}`) ?? idOf[kind](number),
    find(kind, id) {
      const text = decode(id)
      const outer = numbers.get(`${kind} ${text}`)
      if (outer !== undefined) return outer
      const number = numberIn(text)
      return number !== null && idOf[kind](number) === text ? number : null
    },
    outerOf: (kind, number) => outerIds.get(`${kind} ${number}`) ?? null,
    assign(kind, number, outerId) {
      release(kind, number)
      outerIds.set(`${kind} ${number}`, outerId)
      numbers.set(`${kind} ${outerId}`, number)
    },
    release,
  }
}

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
  history: (id: number) => encodeId('orderHistory', `order_history_id=${id}`),
  status: (id: number) => encodeId('orderStatus', `order_status_id=${id}`),
  country: (id: number) => encodeId('country', `country_id=${id}`),
  language: (id: number) => encodeId('language', `language_id=${id}`),
  webHook: (id: number) => encodeId('webHook', `notification_id=${id}`),
  group: (id: number) => encodeId('customerGroup', `customer_group_id=${id}`),
}

/** The number in an id of ours, `null` for any other text. */
export function numberIn(id: string): number | null {
  const number = /=(\d+)$/.exec(Buffer.from(decodeURIComponent(id), 'base64').toString('utf8'))?.[1]
  return number === undefined ? null : Number(number)
}

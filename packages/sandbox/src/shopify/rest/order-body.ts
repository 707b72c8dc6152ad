import type { Address, Line, Order, OrderStatus } from '../../world/model.ts'
import type { WorldShop } from '../../world/shop.ts'
import { CURRENCY, moneyBag, taxIn } from '../nodes/money.ts'
import { ids } from '../world-ids.ts'
import { exact, localTime } from './write.ts'

type Body = Record<string, unknown>

const financial: Readonly<Record<string, string>> = {
  processing: 'pending',
  paid: 'paid',
  shipped: 'paid',
  complete: 'paid',
  cancelled: 'refunded',
}
const fulfillment: Readonly<Record<string, string>> = { shipped: 'partial', complete: 'fulfilled' }

/** `orders/*`: https://shopify.dev/docs/api/webhooks/latest */
export function orderBody(order: Order, world: WorldShop): Body {
  const { id, email, phone, createdAt, updatedAt, currency, comment } = order
  const status = order.status ?? ''
  const buyer = order.customerId === null ? null : world.customers.get(order.customerId)
  const address = addressBody(order.address)
  return {
    ...{ id: exact(ids.order(id)), admin_graphql_api_id: `gid://shopify/Order/${ids.order(id)}` },
    ...{ name: `#${id}`, number: id, order_number: id, confirmed: true, test: false, source_name: 'web' },
    ...{ email: email || null, contact_email: email || null, phone: phone || null, note: comment || null, tags: '' },
    ...{ created_at: localTime(createdAt), updated_at: localTime(updatedAt), processed_at: localTime(createdAt) },
    ...{ closed_at: null, cancelled_at: status === 'cancelled' ? reachedAt(order, 'cancelled') : null },
    cancel_reason: status === 'cancelled' ? 'customer' : null,
    ...{ currency: CURRENCY, presentment_currency: currency, taxes_included: true, payment_gateway_names: ['bogus'] },
    ...{ financial_status: financial[status] ?? 'pending', fulfillment_status: fulfillment[status] ?? null },
    ...amountsOf(order),
    customer: buyer && { id: exact(ids.customer(buyer.id)), first_name: buyer.firstName, last_name: buyer.lastName },
    ...{ shipping_address: address, billing_address: address },
    shipping_lines: [{ title: 'Futár', price: money(Number(order.shipping)) }],
    line_items: order.lines.map((line) => lineBody(line, order, world)),
    fulfillments: fulfillmentBodies(order),
    refunds: refundBodies(order),
  }
}

function amountsOf(order: Order): Body {
  const lines = order.lines.reduce((sum, line) => sum + grossOf(line), 0)
  const subtotal = lines - Number(order.discount)
  const total = totalOf(order)
  return {
    ...both('total_price', total, order),
    ...both('subtotal_price', subtotal, order),
    ...both('total_tax', taxIn(total), order),
    ...both('total_discounts', Number(order.discount), order),
    ...both('total_line_items_price', lines, order),
    ...both('total_shipping_price', Number(order.shipping), order),
  }
}

function lineBody(line: Line, order: Order, { products }: WorldShop): Body {
  const bought = products.get(line.productId)
  return {
    ...{ id: exact(ids.line(line.id)), admin_graphql_api_id: `gid://shopify/LineItem/${ids.line(line.id)}` },
    product_id: bought && exact(ids.product(bought.parentId ?? bought.id)),
    variant_id: bought && exact(ids.variant(bought.id)),
    ...{ sku: line.sku, name: line.name, title: line.name, quantity: line.quantity, product_exists: bought !== null },
    current_quantity: order.status === 'cancelled' ? 0 : line.quantity,
    ...{ requires_shipping: true, taxable: true, gift_card: false, ...both('price', Number(line.gross), order) },
    ...both('total_discount', 0, order),
    tax_lines: [{ title: 'ÁFA', rate: 0.27, ...both('price', taxIn(grossOf(line)), order) }],
  }
}

/** One parcel: of the first line on the way, of everything at the end. */
export function fulfillmentBodies(order: Order): Body[] {
  const { id, status, lines, updatedAt } = order
  if (status !== 'shipped' && status !== 'complete') return []
  const sent = status === 'shipped' ? lines.slice(0, 1) : lines
  const number = `MB${String(id).padStart(8, '0')}`
  const url = `https://gls-group.com/track/${number}`
  return [
    {
      ...{ id: exact(ids.fulfillment(id)), order_id: exact(ids.order(id)), name: `#${id}-F1`, status: 'success' },
      ...{ created_at: reachedAt(order, status), updated_at: localTime(updatedAt), service: 'manual' },
      ...{ tracking_company: 'GLS', tracking_number: number, tracking_numbers: [number] },
      ...{ tracking_url: url, tracking_urls: [url] },
      line_items: sent.map((line) => ({ id: exact(ids.line(line.id)), sku: line.sku, quantity: line.quantity })),
    },
  ]
}

/** A cancelled order gave everything back at once. */
export function refundBodies(order: Order): Body[] {
  if (order.status !== 'cancelled') return []
  const at = reachedAt(order, 'cancelled')
  return [
    {
      ...{ id: exact(ids.refund(order.id)), order_id: exact(ids.order(order.id)), note: null, restock: true },
      ...{ created_at: at, processed_at: at },
      refund_line_items: order.lines.map((line) => ({
        ...{ line_item_id: exact(ids.line(line.id)), quantity: line.quantity },
        ...both('subtotal', grossOf(line), order),
      })),
      transactions: [{ kind: 'refund', status: 'success', amount: money(totalOf(order)), currency: CURRENCY }],
    },
  ]
}

export function addressBody({ firstName, lastName, company, street, city, postcode }: Address): Body {
  return {
    ...{ first_name: firstName, last_name: lastName, company: company || null, address1: street, address2: null },
    ...{ city, province: null, zip: postcode, country: 'Hungary', country_code: 'HU', country_name: 'Hungary' },
    phone: null,
  }
}

function both(name: string, amount: number, order: Order): Body {
  const { shopMoney, presentmentMoney } = moneyBag(amount, order)
  const side = ({ amount: text, currencyCode }: typeof shopMoney) => ({ amount: text, currency_code: currencyCode })
  return {
    [name]: money(amount),
    [`${name}_set`]: { shop_money: side(shopMoney), presentment_money: side(presentmentMoney) },
  }
}

function money(amount: number): string {
  return amount.toFixed(2)
}

function totalOf({ lines, discount, shipping }: Order): number {
  return lines.reduce((sum, line) => sum + grossOf(line), 0) - Number(discount) + Number(shipping)
}

function reachedAt({ history, updatedAt }: Order, status: OrderStatus): string {
  return localTime(history.findLast((entry) => entry.status === status)?.at ?? updatedAt)
}

function grossOf({ gross, quantity }: Line): number {
  return Number(gross) * quantity
}

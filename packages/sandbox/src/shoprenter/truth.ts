import type { Truth, TruthRow } from '../expectation.ts'
import type { Address, Category, Customer, Order, OrderStatus, Product } from '../world/model.ts'
import type { WorldShop } from '../world/shop.ts'
import { idOf } from './ids.ts'
import { statusName, statusNumber } from './order-statuses.ts'

const CURRENCY = 'HUF'

/**
 * Every row the mirror of this shop has to hold, and nothing else. Taken from the sandbox's world and not from its API,
 * so that a mistake of either side shows.
 */
export function shoprenterTruth(shop: WorldShop): Truth {
  const products = everything(shop.products)
  // An abandoned cart is not an order.
  const orders = everything(shop.orders).filter((order) => order.status !== null)
  return {
    categories: everything(shop.categories).map(categoryRow),
    products: products.map(productRow),
    product_variants: products.map((product) => variantRow(product, shop.stockCount)),
    customers: everything(shop.customers).map(customerRow),
    orders: orders.map(orderRow),
    order_lines: orders.flatMap(lineRows),
  }
}

interface Objects<T> {
  ids(): readonly number[]
  get(id: number): T | null
}

function everything<T>(objects: Objects<T>): T[] {
  return objects.ids().flatMap((id) => objects.get(id) ?? [])
}

const stamps = ({ createdAt, updatedAt }: { createdAt: number; updatedAt: number }) => ({
  source_created_at: new Date(createdAt),
  source_updated_at: new Date(updatedAt),
})

function categoryRow(category: Category): TruthRow {
  const { id, parentId, name, enabled, position } = category
  const fields = {
    ...stamps(category),
    parent_external_id: parentId && idOf.category(parentId),
    name: name.hu,
    status: enabled ? 'enabled' : 'disabled',
    position,
  }
  return { externalId: idOf.category(id), fields }
}

function productRow(product: Product): TruthRow {
  const { id, parentId, name, description, status, manufacturer, tags, categoryIds } = product
  const fields = {
    ...stamps(product),
    parent_external_id: parentId && idOf.product(parentId),
    title: name.hu,
    description_html: description.hu,
    status,
    vendor: manufacturer,
    tags,
    category_external_ids: categoryIds.map(idOf.category),
  }
  return { externalId: idOf.product(id), fields }
}

function variantRow(product: Product, stockCount: number): TruthRow {
  const { id, sku, barcode, gross, net, stocks, weight } = product
  const fields = {
    ...stamps(product),
    product_external_id: idOf.product(id),
    sku,
    barcode,
    price: gross,
    price_net: net,
    currency: CURRENCY,
    stock_quantity: sum(stocks.slice(0, stockCount)),
    stocks: Object.fromEntries(stocks.map((stock, index) => [index + 1, stock])),
    weight,
  }
  return { externalId: idOf.product(id), fields }
}

function customerRow(customer: Customer): TruthRow {
  const { id, email, firstName, lastName, phone, newsletter, addresses } = customer
  const fields = {
    ...stamps(customer),
    email,
    first_name: firstName,
    last_name: lastName,
    phone,
    accepts_marketing: newsletter,
    default_address: addresses[0] ? addressBookEntry(addresses[0]) : null,
    addresses: addresses.map(addressBookEntry),
  }
  return { externalId: idOf.customer(id), fields }
}

/** One of a customer's address book. */
function addressBookEntry({ id, firstName, lastName, company, street, city, postcode }: Address) {
  return {
    id: idOf.address(id),
    type: company === '' ? 'private' : 'business',
    company: company || null,
    first_name: firstName,
    last_name: lastName,
    address1: street,
    address2: null,
    city,
    postcode,
    country: 'HU',
    tax_number: null,
    phone: null,
  }
}

function orderRow(order: Order): TruthRow {
  const goods = sum(order.lines.map(({ gross, quantity }) => Number(gross) * quantity))
  const total = goods + Number(order.shipping) - Number(order.discount)
  const address = orderAddress(order.address)
  const fields = {
    ...stamps(order),
    number: String(order.id),
    email: order.email,
    phone: order.phone,
    customer_external_id: order.customerId && idOf.customer(order.customerId),
    ...statusOf(order.status),
    currency: CURRENCY,
    total,
    subtotal: goods,
    shipping_total: order.shipping,
    discount_total: order.discount === '0' ? null : order.discount,
    presentment_currency: order.currency,
    presentment_total: multiply(total, order.rate),
    shipping_address: address,
    billing_address: address,
    placed_at: new Date(order.createdAt),
    note: order.comment || null,
    history: order.history.map(({ status, comment, at }) => ({
      ...statusOf(status),
      comment: comment || null,
      at: new Date(at),
    })),
  }
  return { externalId: idOf.order(order.id), fields }
}

function statusOf(status: OrderStatus | null) {
  if (status === null) return { status: null, status_name: null }
  return { status: idOf.status(statusNumber(status)), status_name: statusName(status) }
}

function orderAddress({ firstName, lastName, company, street, city, postcode }: Address) {
  return {
    first_name: firstName,
    last_name: lastName,
    company: company || null,
    address1: street,
    address2: null,
    city,
    postcode,
    country: 'HU',
    country_name: 'Magyarország',
  }
}

function lineRows(order: Order): TruthRow[] {
  return order.lines.map(({ id, productId, sku, name, net, gross, quantity }, position) => ({
    externalId: idOf.line(id),
    fields: {
      source_updated_at: new Date(order.updatedAt),
      order_external_id: idOf.order(order.id),
      product_external_id: idOf.product(productId),
      position,
      sku,
      name,
      quantity,
      price: gross,
      price_net: net,
      total: Number(gross) * quantity,
      currency: CURRENCY,
    },
  }))
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)

/** Whole forints times a decimal rate, without a binary fraction in between. */
function multiply(whole: number, rate: string): string {
  const [units = '0', fraction = ''] = rate.split('.')
  const digits = (BigInt(whole) * BigInt(units + fraction)).toString().padStart(fraction.length + 1, '0')
  return fraction ? `${digits.slice(0, -fraction.length)}.${digits.slice(-fraction.length)}` : digits
}

import type { Truth, TruthRow } from '../expectation.ts'
import type { Address, Category, Customer, Order, OrderStatus, Product } from '../world/model.ts'
import type { WorldShop } from '../world/shop.ts'
import { defaultAddressOf, recordOfAddress, recordOfCustomer } from './customers/customer-record.ts'
import { multiply } from './decimals.ts'
import type { Formats } from './formats.ts'
import { idOf } from './ids.ts'
import { statusName, statusNumber } from './order-statuses.ts'
import { recordOfLine } from './orders/line-resource.ts'
import { sumOf, totalOfOrder, totalsOf } from './orders/order-amounts.ts'
import { recordOf } from './orders/order-record.ts'
import { countries, DEFAULT_GROUP, languages } from './places.ts'
import { priceFor } from './products/prices.ts'
import { codeOf, picturesOf, recordOfProduct, tagsOf, urlAliasOf } from './products/product-record.ts'
import type { OrderRecord } from './records.ts'

const CURRENCY = 'HUF'

interface TruthSource {
  shop: WorldShop
  formats: Formats
}

/**
 * Every row the mirror of this shop has to hold, and nothing else. Taken from the sandbox's world, and from what was
 * written that the world does not know, and not from its API, so that a mistake of either side shows.
 */
export function shoprenterTruth({ shop, formats }: TruthSource): Truth {
  const products = everything(shop.products)
  // An abandoned cart is not an order.
  const orders = everything(shop.orders).filter((order) => order.status !== null)
  return {
    categories: everything(shop.categories).map(categoryRow),
    products: products.map((product) => productRow(product, formats)),
    product_variants: products.map((product) => variantRow(product, shop.stockCount, formats)),
    customers: everything(shop.customers).map((customer) => customerRow(customer, formats)),
    orders: orders.map((order) => orderRow(order, formats)),
    order_lines: orders.flatMap((order) => lineRows(order, formats)),
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

function productRow(product: Product, { ids, records }: Formats): TruthRow {
  const { id, parentId, name, description, status, manufacturer, categoryIds } = product
  const record = recordOfProduct(product, records)
  const [language] = languages.map(({ number }) => number).filter((number) => record.descriptions.has(number))
  const code = codeOf(language ?? 1)
  const tags = tagsOf(product, record, 1) ?? tagsOf(product, record, 2) ?? ''
  const fields = {
    ...stamps(product),
    parent_external_id: parentId && ids.of('product', parentId),
    title: name[code] || null,
    description_html: description[code] || null,
    short_description: (language && record.descriptions.get(language)?.shortDescription) || null,
    status,
    vendor: manufacturer || null,
    tags: tags.split(',').filter(Boolean),
    category_external_ids: categoryIds.map(idOf.category),
    images: picturesOf(product, records),
    handle: urlAliasOf(product, record),
  }
  return { externalId: ids.of('product', id), fields }
}

function variantRow(product: Product, stockCount: number, formats: Formats): TruthRow {
  const { id, sku, barcode, stocks, weight } = product
  const { gross, grossOriginal, net } = priceFor(product, DEFAULT_GROUP, formats)
  const record = recordOfProduct(product, formats.records).fields
  const fields = {
    ...stamps(product),
    product_external_id: formats.ids.of('product', id),
    sku,
    barcode: barcode || null,
    price: gross,
    price_net: net,
    compare_at_price: grossOriginal === gross ? null : grossOriginal,
    cost: record.cost || null,
    currency: CURRENCY,
    stock_quantity: sum(stocks.slice(0, stockCount)),
    stocks: Object.fromEntries(stocks.map((stock, index) => [index + 1, stock])),
    orderable: record.orderable === '1',
    weight,
  }
  return { externalId: formats.ids.of('product', id), fields }
}

function customerRow(customer: Customer, formats: Formats): TruthRow {
  const { id, email, firstName, lastName, phone, newsletter, addresses } = customer
  const { fields: own, group } = recordOfCustomer(customer, formats.records)
  const preferred = defaultAddressOf(customer, formats.records)
  const fields = {
    ...stamps(customer),
    email,
    first_name: firstName,
    last_name: lastName,
    phone,
    status: own.status === '0' ? 'disabled' : 'enabled',
    group_external_id: group && idOf.group(group),
    accepts_marketing: newsletter,
    default_address: preferred && addressBookEntry(preferred, formats),
    addresses: addresses.map((address) => addressBookEntry(address, formats)),
  }
  return { externalId: formats.ids.of('customer', id), fields }
}

/** One of a customer's address book. */
function addressBookEntry(address: Address, { ids, records }: Formats) {
  const { id, firstName, lastName, company, street, city, postcode } = address
  const { fields, country } = recordOfAddress(address, records)
  return {
    id: ids.of('address', id),
    type: fields.type,
    company: company || null,
    first_name: firstName,
    last_name: lastName,
    address1: street,
    address2: fields.address2 || null,
    city,
    postcode,
    country: countryCode(country),
    tax_number: fields.taxNumber || null,
    phone: fields.telephone || null,
  }
}

function orderRow(order: Order, { ids, records }: Formats): TruthRow {
  const record = recordOf(order, records)
  const total = totalOfOrder(order, record)
  const totals = totalsOf(order, record)
  const discount = sumOf(totals, ['COUPON', 'LOYALTYPOINTS_TO_USE'])
  const fields = {
    ...stamps(order),
    number: String(order.id),
    email: order.email || null,
    phone: order.phone || null,
    customer_external_id: order.customerId && ids.of('customer', order.customerId),
    ...statusOf(order.status),
    currency: CURRENCY,
    total,
    subtotal: sumOf(totals, ['SUB_TOTAL_WITH_TAX']) ?? sumOf(totals, ['SUB_TOTAL']),
    shipping_total: sumOf(totals, ['SHIPPING']),
    discount_total: discount && multiply(discount, '-1'),
    presentment_currency: order.currency,
    presentment_total: multiply(total, order.rate),
    shipping_method: record.fields.shippingMethodName || null,
    payment_method: record.fields.paymentMethodName || null,
    shipping_address: shippingAddress(order, record),
    billing_address: billingAddress(record),
    placed_at: new Date(order.createdAt),
    note: order.comment || null,
    history: order.history.map(({ status, comment, at }) => ({
      ...statusOf(status),
      comment: comment || null,
      at: new Date(at),
    })),
  }
  return { externalId: ids.of('order', order.id), fields }
}

function statusOf(status: OrderStatus | null) {
  if (status === null) return { status: null, status_name: null }
  return { status: idOf.status(statusNumber(status)), status_name: statusName(status) }
}

function shippingAddress({ address }: Order, { fields, refs }: OrderRecord) {
  return {
    first_name: address.firstName || null,
    last_name: address.lastName || null,
    company: address.company || null,
    address1: address.street || null,
    address2: fields.shippingAddress2 || null,
    city: address.city || null,
    postcode: address.postcode || null,
    country: countryCode(refs.shippingCountry),
    country_name: fields.shippingCountryName || null,
  }
}

function billingAddress({ fields, refs }: OrderRecord) {
  return {
    first_name: fields.paymentFirstname || null,
    last_name: fields.paymentLastname || null,
    company: fields.paymentCompany || null,
    address1: fields.paymentAddress1 || null,
    address2: fields.paymentAddress2 || null,
    city: fields.paymentCity || null,
    postcode: fields.paymentPostcode || null,
    country: countryCode(refs.paymentCountry),
    country_name: fields.paymentCountryName || null,
  }
}

function countryCode(number: number | null | undefined): string | null {
  return countries.find((country) => country.number === number)?.isoCode2 ?? null
}

function lineRows(order: Order, { ids, records }: Formats): TruthRow[] {
  return order.lines.map((line, position) => ({
    externalId: ids.of('line', line.id),
    fields: {
      source_updated_at: new Date(order.updatedAt),
      order_external_id: ids.of('order', order.id),
      product_external_id: line.productId === 0 ? null : ids.of('product', line.productId),
      position,
      sku: line.sku || null,
      name: line.name || null,
      quantity: line.quantity,
      price: line.gross,
      price_net: line.net,
      total: multiply(line.gross, String(line.quantity)),
      tax_rate: recordOfLine(line, records).taxRate,
      currency: CURRENCY,
    },
  }))
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)

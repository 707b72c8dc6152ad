import type { Json, MirrorRow } from '../../contract/mirror-rows.ts'
import { add, multiply, negate, round } from '../../map/decimals.ts'
import { decimal, idOf, list, object, text, type Wire } from '../api/wire.ts'
import { countryCode, type Facts, statusName } from '../read/profile.ts'
import type { Mapping } from './mapping.ts'

/** Net prices are rounded to four decimal places, so a gross price calculated from one is exact to three. */
const GROSS_PLACES = 3

/** An order without a status is an abandoned cart. */
export function isAbandonedCart(wire: Wire): boolean {
  return idOf(wire.orderStatus) === null
}

/**
 * Amounts are gross and in the shop's currency; `value` is the rate to what the customer saw.
 * https://doc.shoprenter.hu/api/order_extend.html
 */
export function mapOrder(
  wire: Wire,
  histories: Wire[],
  mapping: Mapping,
): { order: MirrorRow; lines: MirrorRow[] } | null {
  const externalId = idOf(wire)
  if (!externalId || isAbandonedCart(wire)) return null
  const sourceUpdatedAt = mapping.zone.versionOf(text(wire.dateUpdated))
  const fields = orderFields(wire, histories, mapping)
  const lines = list(wire.orderProducts).map((line, index) => ({
    // A line without an id is identified by its position in the order.
    externalId: idOf(line) ?? `${externalId}:${index}`,
    sourceUpdatedAt,
    fields: lineFields(line, { externalId, index, mapping }),
    raw: line,
  }))
  return { order: { externalId, sourceUpdatedAt, fields, raw: { ...wire, orderHistories: histories } }, lines }
}

function orderFields(wire: Wire, histories: Wire[], { facts, zone, currency }: Mapping): Record<string, Json> {
  const created = zone.toUtc(text(wire.dateCreated))?.toISOString() ?? null
  const status = idOf(wire.orderStatus)
  const total = decimal(wire.total)
  const rate = decimal(wire.value)
  const totals = list(wire.orderTotals)
  const sum = (...types: string[]) => sumOf(totals, types)
  const discount = sum('COUPON', 'LOYALTYPOINTS_TO_USE')
  return {
    source_created_at: created,
    placed_at: created,
    number: text(wire.innerId),
    email: text(wire.email),
    phone: text(wire.phone),
    customer_external_id: idOf(wire.customer),
    status,
    status_name: statusName(facts, status),
    currency,
    total,
    subtotal: sum('SUB_TOTAL_WITH_TAX') ?? sum('SUB_TOTAL'),
    tax_total: sum('TAX'),
    shipping_total: sum('SHIPPING'),
    discount_total: discount && (discount.startsWith('-') ? negate(discount) : discount),
    presentment_currency: text(object(wire.currency).code),
    presentment_total: total && rate && multiply(total, rate),
    shipping_method: text(wire.shippingMethodName),
    payment_method: text(wire.paymentMethodName),
    shipping_address: addressOf(wire, 'shipping', facts),
    billing_address: addressOf(wire, 'payment', facts),
    totals: totals.map(({ type, name, value }) => ({ type: text(type), name: text(name), value: decimal(value) })),
    history: histories
      .map((entry) => ({
        status: idOf(entry.orderStatus),
        status_name: statusName(facts, idOf(entry.orderStatus)),
        comment: text(entry.comment),
        at: zone.toUtc(text(entry.dateAdded))?.toISOString() ?? null,
      }))
      .sort((a, b) => (a.at ?? '').localeCompare(b.at ?? '')),
    note: text(wire.comment),
  }
}

function sumOf(totals: Wire[], types: string[]): string | null {
  const values = totals.filter(({ type }) => types.includes(text(type) ?? ''))
  return values.length === 0 ? null : values.reduce((sum, { value }) => add(sum, decimal(value) ?? '0'), '0')
}

function addressOf(wire: Wire, kind: 'shipping' | 'payment', facts: Facts): Json {
  const of = (name: string) => text(wire[`${kind}${name}`])
  return {
    first_name: of('Firstname'),
    last_name: of('Lastname'),
    company: of('Company'),
    address1: of('Address1'),
    address2: of('Address2'),
    city: of('City'),
    postcode: of('Postcode'),
    country: countryCode(facts, wire[`${kind}Country`]),
    country_name: of('CountryName'),
  }
}

interface LineContext {
  externalId: string
  index: number
  mapping: Mapping
}

/** Lines have no total quantity: it is the sum of the quantities of each warehouse. */
function lineFields(line: Wire, { externalId, index, mapping }: LineContext): Record<string, Json> {
  const quantity = ['stock1', 'stock2', 'stock3', 'stock4'].reduce(
    (sum, stock) => add(sum, decimal(line[stock]) ?? '0'),
    '0',
  )
  const price = decimal(line.grossPrice) ?? grossOf(line)
  const product = idOf(line.product)
  return {
    order_external_id: externalId,
    product_external_id: product,
    variant_external_id: product,
    position: index,
    sku: text(line.sku),
    name: text(line.name),
    quantity,
    price,
    price_net: decimal(line.price),
    total: price && multiply(price, quantity),
    tax_rate: decimal(line.taxRate),
    currency: mapping.currency,
  }
}

/** `orderExtend` may leave `grossPrice` out; `price` is net and `taxRate` in percent, negative where there is none. */
function grossOf({ price, taxRate }: Wire): string | null {
  const net = decimal(price)
  const percent = decimal(taxRate)
  if (net === null || percent === null || percent.startsWith('-')) return null
  return round(multiply(net, add('1', multiply(percent, '0.01'))), GROSS_PLACES)
}

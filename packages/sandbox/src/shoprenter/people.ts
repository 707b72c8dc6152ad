import type { Address, Customer, HistoryEntry, Order } from '../world/model.ts'
import { totalOf } from '../world/truth.ts'
import type { Formats } from './catalog.ts'
import { nothing, orNothing } from './formats.ts'
import { encodeId, idOf } from './ids.ts'
import { statusNumber } from './order-statuses.ts'

const HUNGARY = 97
const country = { isoCode2: 'HU', isoCode3: 'HUN', name: 'Magyarország' }
const countries = [
  { number: 14, isoCode2: 'AT', isoCode3: 'AUT', name: 'Ausztria' },
  { number: HUNGARY, ...country },
  { number: 175, isoCode2: 'RO', isoCode3: 'ROM', name: 'Románia' },
]

export function countryResources({ href }: Formats): Record<string, unknown>[] {
  return countries.map(({ number, ...country }) => ({
    ...href.one('countries', idOf.country(number)),
    ...{ id: idOf.country(number), ...country, status: '1' },
    zones: href.to(`zones?countryId=${idOf.country(number)}`),
  }))
}

export function customerResource(customer: Customer, { href, time }: Formats): Record<string, unknown> {
  const id = idOf.customer(customer.id)
  const [preferred] = customer.addresses
  return {
    ...href.one('customerExtend', id),
    ...{
      id,
      innerId: String(customer.id),
      firstname: customer.firstName,
      lastname: customer.lastName,
      email: customer.email,
      telephone: customer.phone,
      fax: nothing(customer.id),
    },
    ...{
      password: '$2y$10$abcdefghijklmnopqrstuuWz0cV5mQ1n2l3k4j5h6g7f8d9s0a1b2',
      newsletter: customer.newsletter ? '1' : '0',
      status: '1',
      approved: '1',
      freeShipping: '0',
    },
    ...{ dateCreated: time.write(customer.createdAt), dateUpdated: time.write(customer.updatedAt) },
    defaultAddress: preferred ? href.one('addresses', idOf.address(preferred.id)) : {},
    customerGroup: href.one('customerGroups', idOf.group(8)),
    addresses:
      customer.addresses.length === 0
        ? nothing(customer.id)
        : customer.addresses.map((address) => addressResource(address, customer.id, { href, time })),
    loyaltyPoints: href.to(`loyaltyPoints?customerId=${id}`),
  }
}

function addressResource(address: Address, customerId: number, { href }: Formats): Record<string, unknown> {
  return {
    ...{
      id: idOf.address(address.id),
      innerId: String(address.id),
      company: orNothing(address.company, address.id),
      firstname: address.firstName,
      lastname: address.lastName,
      taxNumber: '',
    },
    ...{
      type: address.company === '' ? 'private' : 'business',
      address1: address.street,
      address2: '',
      postcode: address.postcode,
      city: address.city,
      telephone: nothing(address.id),
    },
    ...{
      customer: href.one('customers', idOf.customer(customerId)),
      country: href.one('countries', idOf.country(HUNGARY)),
      zone: nothing(address.id + 1),
    },
  }
}

export function orderResource(order: Order, { href, time }: Formats): Record<string, unknown> {
  const id = idOf.order(order.id)
  const { address } = order
  const place = (kind: 'shipping' | 'payment') => ({
    [`${kind}Firstname`]: address.firstName,
    [`${kind}Lastname`]: address.lastName,
    [`${kind}Company`]: orNothing(address.company, order.id),
    [`${kind}Address1`]: address.street,
    [`${kind}Address2`]: '',
    [`${kind}City`]: address.city,
    [`${kind}Postcode`]: address.postcode,
    [`${kind}CountryName`]: country.name,
    [`${kind}Country`]: { ...href.one('countries', idOf.country(HUNGARY)), ...(kind === 'shipping' && country) },
  })
  return {
    ...href.one('orderExtend', id),
    ...{
      id,
      innerId: String(order.id),
      invoiceId: '0',
      invoicePrefix: '',
      firstname: order.firstName,
      lastname: order.lastName,
      phone: order.phone,
      fax: '',
      email: order.email,
    },
    ...place('shipping'),
    ...place('payment'),
    ...{
      shippingMethodName: 'Házhozszállítás',
      shippingMethodExtension: 'wseship',
      paymentMethodName: 'Utánvét',
      paymentMethodCode: 'cod',
      taxNumber: '',
      comment: orNothing(order.comment, order.id),
    },
    ...{
      total: `${totalOf(order)}.0000`,
      value: order.rate,
      couponTaxRate: '-1.0000',
      dateCreated: time.write(order.createdAt),
      dateUpdated: time.write(order.updatedAt),
      ip: '203.0.113.7',
    },
    customer: order.customerId === null ? nothing(order.id) : href.one('customers', idOf.customer(order.customerId)),
    customerGroup: href.one('customerGroups', idOf.group(8)),
    orderStatus:
      order.status === null ? nothing(order.id) : href.one('orderStatuses', idOf.status(statusNumber(order.status))),
    language: { ...href.one('languages', idOf.language(1)), code: 'hu' },
    currency: { id: encodeId('currency', 'currency_id=4'), name: order.currency, code: order.currency },
    coupon: null,
    orderTotals: totals(order),
    orderProducts: order.lines.map((line) => ({
      ...{
        id: idOf.line(line.id),
        name: line.name,
        sku: line.sku,
        productInnerId: String(line.productId),
        modelNumber: null,
        originalPrice: line.net,
        price: line.net,
        // Samples of the vendor have some lines with it and others without.
        ...(line.id % 3 !== 0 && { grossPrice: line.gross }),
      },
      ...{
        total: (Number(line.net) * line.quantity).toFixed(4),
        taxRate: '27.0000',
        stock1: String(line.quantity),
        stock2: '0',
        stock3: '0',
        stock4: '0',
        gtin: '',
      },
      ...{
        order: href.one('orders', id),
        product: href.one('products', idOf.product(line.productId)),
        orderProductOptions: href.to(`orderProductOptions?orderProductId=${idOf.line(line.id)}`),
      },
    })),
    orderGiftWrappings: [],
    externalInfo: nothing(order.id + 1),
    orderCreditCards: [],
  }
}

function totals(order: Order): Record<string, unknown>[] {
  const goods = totalOf({ ...order, shipping: '0', discount: '0' })
  const discount = order.discount === '0' ? [] : [{ type: 'COUPON', name: 'Kupon:', value: `-${order.discount}.0000` }]
  return [
    { type: 'SUB_TOTAL_WITH_TAX', name: 'Részösszeg:', value: `${goods}.0000` },
    { type: 'TAX', name: 'ÁFA:', value: (goods - goods / 1.27).toFixed(4) },
    { type: 'SHIPPING', name: 'Szállítás:', value: `${order.shipping}.0000` },
    ...discount,
    { type: 'TOTAL', name: 'Bruttó végösszeg:', value: `${totalOf(order)}.0000` },
  ].map((total, index) => ({
    id: idOf.total(order.id * 10 + index),
    ...total,
    sortOrder: String(index),
    key: null,
    description: null,
    dateUpdated: '-0001-11-30T00:00:00',
  }))
}

export function historyResource(
  entry: HistoryEntry,
  orderId: number,
  { href, time }: Formats,
): Record<string, unknown> {
  const id = idOf.history(entry.id)
  return {
    ...href.one('orderHistories', id),
    ...{ id, innerId: String(entry.id), comment: entry.comment, dateAdded: time.writeSpaced(entry.at) },
    ...{
      order: href.one('orders', idOf.order(orderId)),
      orderStatus: href.one('orderStatuses', idOf.status(statusNumber(entry.status))),
    },
  }
}

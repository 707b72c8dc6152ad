import type { HistoryEntry, Order } from '../../world/model.ts'
import { type Formats, nothing, orNothing } from '../formats.ts'
import { idOf } from '../ids.ts'
import { statusNumber } from '../order-statuses.ts'
import { countries, currencies, languages, shippingModes } from '../places.ts'
import type { OrderRecord } from '../records.ts'
import { lineResource } from './line-resource.ts'
import { totalOfOrder, totalsOf } from './order-amounts.ts'
import { recordOf } from './order-record.ts'
import { totalResource } from './total-resource.ts'

/** https://doc.shoprenter.hu/api/order_extend.html */
export function orderResource(order: Order, formats: Formats): Record<string, unknown> {
  const { href, time, ids, records } = formats
  const id = ids.of('order', order.id)
  const record = recordOf(order, records)
  const { address } = order
  return {
    ...href.one('orderExtend', id),
    ...{ id, innerId: String(order.id), invoiceId: '0', invoicePrefix: '' },
    ...record.fields,
    ...{ firstname: order.firstName, lastname: order.lastName, phone: order.phone, email: order.email },
    ...{ shippingFirstname: address.firstName, shippingLastname: address.lastName },
    ...{ shippingCompany: orNothing(address.company, order.id), shippingAddress1: address.street },
    ...{ shippingCity: address.city, shippingPostcode: address.postcode },
    ...{ paymentCompany: orNothing(record.fields.paymentCompany ?? '', order.id) },
    ...{ comment: orNothing(order.comment, order.id), total: totalOfOrder(order, record), value: order.rate },
    ...{ dateCreated: time.write(order.createdAt), dateUpdated: time.write(order.updatedAt) },
    customer:
      order.customerId === null ? nothing(order.id) : href.one('customers', ids.of('customer', order.customerId)),
    ...references(order, record, formats),
    orderStatus:
      order.status === null ? nothing(order.id) : href.one('orderStatuses', idOf.status(statusNumber(order.status))),
    currency: currencyOf(order, formats),
    ...{ coupon: null, orderGiftWrappings: [], orderCreditCards: [] },
    orderTotals: totalsOf(order, record).map((total) => totalResource(total, order.id, formats)),
    orderProducts: order.lines.map((line) => lineResource(line, order.id, formats)),
    externalInfo: record.externalInfo ?? nothing(order.id + 1),
  }
}

function references(order: Order, { refs }: OrderRecord, { href }: Formats): Record<string, unknown> {
  const group = refs.customerGroup ?? null
  const language = languages.find(({ number }) => number === refs.language)
  const mode = shippingModes.find(({ number }) => number === refs.shippingMode)
  const country = (number: number | null | undefined, isExpanded: boolean) => {
    const found = countries.find((each) => each.number === number)
    if (!found) return nothing(order.id)
    const { number: own, ...expanded } = found
    return { ...href.one('countries', idOf.country(own)), ...(isExpanded && expanded) }
  }
  return {
    customerGroup: group === null ? nothing(order.id) : href.one('customerGroups', idOf.group(group)),
    shippingCountry: country(refs.shippingCountry, true),
    paymentCountry: country(refs.paymentCountry, false),
    language: language
      ? { ...href.one('languages', idOf.language(language.number)), code: language.code }
      : nothing(order.id),
    ...(mode && {
      shippingMode: { ...href.one('shippingModes', idOf.shippingMode(mode.number)), innerId: String(mode.number) },
    }),
  }
}

function currencyOf({ currency }: Order, { href }: Formats): Record<string, unknown> {
  const { number = 0 } = currencies.find(({ code }) => code === currency) ?? {}
  const id = idOf.currency(number)
  return { ...href.one('currencies', id), id, name: currency, code: currency }
}

export function historyResource(
  entry: HistoryEntry,
  orderId: number,
  { href, time, ids }: Formats,
): Record<string, unknown> {
  const id = idOf.history(entry.id)
  return {
    ...href.one('orderHistories', id),
    ...{ id, innerId: String(entry.id), comment: entry.comment, dateAdded: time.writeSpaced(entry.at) },
    ...{
      order: href.one('orders', ids.of('order', orderId)),
      orderStatus: href.one('orderStatuses', idOf.status(statusNumber(entry.status))),
    },
  }
}

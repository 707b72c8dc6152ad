import { idOf } from '../ids.ts'
import { statusNumber } from '../order-statuses.ts'
import { STORNO_STATUS } from '../places.ts'
import { type Read, type Reader, rows } from '../read.ts'
import { collection, objectFilter } from '../read-collection.ts'
import type { ExternalInfo } from '../records.ts'
import type { Rules } from '../rules.ts'
import { lineResource } from './line-resource.ts'
import { totalsOf } from './order-amounts.ts'
import { recordOf } from './order-record.ts'
import { historyResource, orderResource } from './order-resource.ts'
import { totalResource } from './total-resource.ts'
import { findLine } from './write-lines.ts'
import { findTotal } from './write-totals.ts'

const of = (shop: Read['shop']) => shop.orders

export const readOrders = collection({
  kind: 'order',
  of,
  toResource: orderResource,
  plain: { related: { orderTotals: 'orderId', orderProducts: 'orderId' } },
  filters: {
    excludeAbandonedCart: (number, value, { shop }) => value !== '1' || shop.isPlaced(number),
    innerIdMin: (number, value) => number >= Number(value),
    email: objectFilter(of, ({ email }, value) => email === value),
    orderStatusId: objectFilter(
      of,
      ({ status }, value) => status !== null && idOf.status(statusNumber(status)) === value,
    ),
    excludeStorno: objectFilter(
      of,
      ({ status }, value) => value !== '1' || status === null || statusNumber(status) !== STORNO_STATUS,
    ),
    externalInfo: (number, value, { formats, rules }) =>
      matchesExternalInfo(formats.records.orders.get(number)?.externalInfo ?? null, value, rules),
  },
  createdAt: ({ createdAt }) => createdAt,
  known: { filter: 'excludeAbandonedCart', select: (value, shop) => (value === '1' ? shop.placedOrders() : null) },
})

function matchesExternalInfo(info: ExternalInfo | null, value: string, { externalInfoFilter }: Rules): boolean {
  if (externalInfoFilter === 'ignored') return true
  if (!info) return false
  const { partner_order_id: orderId, partner_prefix: prefix } = info
  switch (externalInfoFilter) {
    case 'order_id':
      return value === orderId
    case 'prefix_order_id':
      return value === `${prefix}-${orderId}`
    case 'json':
      return value === JSON.stringify(info)
    case 'contains':
      return orderId.includes(value) || prefix.includes(value)
  }
}

export const readLines = rows({
  kind: 'line',
  list: (read) => ordersIn(read).flatMap(({ lines }) => lines.map(({ id }) => id)),
  one(number, read) {
    const found = findLine(number, read)
    return found && lineResource(found.line, found.orderId, read.formats)
  },
})

export const readTotals = rows({
  kind: 'total',
  list: (read) =>
    ordersIn(read).flatMap((order) => totalsOf(order, recordOf(order, read.formats.records)).map(({ id }) => id)),
  one(number, read) {
    const found = findTotal(number, read)
    return found && totalResource(found.total, found.orderId, read.formats)
  },
})

export const readHistories: Reader = rows({
  kind: 'history',
  list: (read) =>
    read.query.has('orderId') ? ordersIn(read).flatMap(({ history }) => history.map(({ id }) => id)) : [],
  one(number, read) {
    const order = read.shop.orders.get(Math.floor(number / 100))
    const entry = order?.history.find(({ id }) => id === number)
    return order && entry ? historyResource(entry, order.id, read.formats) : null
  },
})

/** The order that `orderId` names, or all. */
function ordersIn({ shop, formats, query }: Read) {
  const id = query.get('orderId')
  const number = id === null ? null : formats.ids.find('order', id)
  const numbers = id === null ? shop.orders.ids() : number === null ? [] : [number]
  return numbers.flatMap((each) => shop.orders.get(each) ?? [])
}

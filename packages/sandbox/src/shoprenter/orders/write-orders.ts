import type { Address, Order, OrderStatus } from '../../world/model.ts'
import { orderStatuses } from '../order-statuses.ts'
import { STORNO_STATUS } from '../places.ts'
import type { OrderRecord } from '../records.ts'
import { type Fields, readFields } from '../writes/read-fields.ts'
import { found, type Target, type Writer } from '../writes/writer.ts'
import { moveStock } from './move-stock.ts'
import { orderShape, ownFields, readExternalInfo, worldChange } from './order-fields.ts'
import { recordOf } from './order-record.ts'

const ADDRESSES_PER_ORDER = 10
const nowhere: Address = { id: 0, firstName: '', lastName: '', company: '', street: '', city: '', postcode: '' }
const emptyOrder = {
  ...{ customerId: null, firstName: '', lastName: '', email: '', phone: '', comment: '', status: null },
  ...{ lines: [], shipping: '0', discount: '0', currency: 'HUF', rate: '1.00000000' },
} satisfies Partial<Order>
const emptyRecord: OrderRecord = { fields: {}, refs: {}, total: '0.0000', totals: [], externalInfo: null }

/** https://doc.shoprenter.hu/api/order.html. Orders cannot be deleted, and a repeated POST makes another one. */
export const orderWriter: Writer = {
  kind: 'order',
  exists: (number, { shop }) => shop.orders.get(number) !== null,
  create(body, target) {
    const { shop, formats } = target
    const fields = readFields(body, orderShape, target)
    const record = applyFields(emptyRecord, fields)
    const change = worldChange(fields, nowhere)
    const status = statusIn(fields) ?? null
    const order = shop.addOrder({ ...emptyOrder, ...change, status })
    const address = { ...nowhere, ...change.address, id: order.id * ADDRESSES_PER_ORDER }
    shop.orders.put({ ...order, address, history: target.rules.statusAddsHistory ? order.history : [] })
    formats.records.orders.set(order.id, record)
    if (status !== null) target.emit('order_confirm', order.id)
    return order.id
  },
  update(number, body, target) {
    const { shop, formats } = target
    const fields = readFields(body, orderShape, target)
    const order = found(shop.orders.get(number))
    formats.records.orders.set(number, applyFields(recordOf(order, formats.records), fields))
    shop.updateOrder(number, worldChange(fields, order.address))
    const status = statusIn(fields)
    if (status !== undefined && status !== order.status) setStatus(order, status, target)
  },
}

function applyFields(record: OrderRecord, fields: Fields): OrderRecord {
  const own = ownFields(fields)
  return {
    ...record,
    fields: { ...record.fields, ...own.fields },
    refs: { ...record.refs, ...own.refs },
    ...(fields.values.total !== undefined && { total: fields.values.total }),
    ...('externalInfo' in fields.nested && { externalInfo: readExternalInfo(fields) }),
  }
}

/** `null`: the order becomes an abandoned cart; `undefined`: it stays as it is. */
function statusIn({ refs }: Fields): OrderStatus | null | undefined {
  if (!('orderStatus' in refs)) return undefined
  return orderStatuses.find(({ id }) => id === refs.orderStatus)?.status ?? null
}

/** An order that gets its first status was a cart until now. */
function setStatus(before: Order, status: OrderStatus | null, target: Target): void {
  const { shop, rules } = target
  if (status === null || !rules.statusAddsHistory) shop.updateOrder(before.id, { status })
  else shop.changeOrderStatus(before.id, status)
  if (status === null) return
  if (isStorno(status) && rules.stornoRestocks) moveStock(before.lines, -1, target)
  target.emit(before.status === null ? 'order_confirm' : 'order_status_change', before.id)
}

function isStorno(status: OrderStatus): boolean {
  return orderStatuses.find((each) => each.status === status)?.id === STORNO_STATUS
}

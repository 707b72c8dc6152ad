import type { Order } from '../world/model.ts'
import type { Formats } from './formats.ts'
import { idOf } from './ids.ts'
import { statusName, statusNumber } from './order-statuses.ts'
import { totalOfOrder } from './orders/order-amounts.ts'
import { recordOf } from './orders/order-record.ts'

const TAX = 1.27

/** Only the fields that were registered for, or all; net in `total`, unlike the API. */
export function orderPayload(order: Order, shop: string, { ids, records }: Formats) {
  const total = totalOfOrder(order, recordOf(order, records))
  const outerId = ids.outerOf('order', order.id)
  return {
    ...{
      storeName: shop,
      innerId: String(order.id),
      innerResourceId: `orders/${idOf.order(order.id)}`,
      outerResourceId: outerId === null ? '' : `orders/${outerId}`,
      firstname: order.firstName,
      lastname: order.lastName,
      email: order.email,
      phone: order.phone,
    },
    ...{
      total: (Number(total) / TAX).toFixed(4),
      totalGross: total,
      currency: 'HUF',
      languageCode: 'hu',
      comment: order.comment,
    },
    orderHistory: {
      status: order.status && String(statusNumber(order.status)),
      statusText: order.status && statusName(order.status),
      comment: '',
    },
  }
}

export function pickFields(whole: Record<string, unknown>, fields: readonly string[] | null): Record<string, unknown> {
  if (!fields) return whole
  const wanted = new Set(fields.map((field) => field.replace(/^(order|subscriber)_/, '')))
  return Object.fromEntries(Object.entries(whole).filter(([name]) => wanted.has(name)))
}

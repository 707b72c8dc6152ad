import { createHash } from 'node:crypto'
import type { Order } from '../world/model.ts'
import type { WorldShop } from '../world/shop.ts'
import type { Formats } from './formats.ts'
import { idOf } from './ids.ts'
import { statusName, statusNumber } from './order-statuses.ts'
import { totalOfOrder } from './orders/order-amounts.ts'
import { recordOf } from './orders/order-record.ts'
import { languages } from './places.ts'
import type { SubscriberRecord } from './records.ts'

const TAX = 1.27

/** `null`: the object is gone. */
export function payloadOf(event: string, number: number, { shop, formats, fields }: PayloadSource): unknown {
  if (event.startsWith('newsletter')) {
    const record = formats.records.subscribers.get(number)
    return record && { newsletter: { subscriber: [pickFields(subscriberPayload(number, record), fields)] } }
  }
  const order = shop.orders.get(number)
  return order && { orders: { order: [pickFields(orderPayload(order, shop.domain, formats), fields)] } }
}

interface PayloadSource {
  shop: WorldShop
  formats: Formats
  /** That were registered for; `null`: all. */
  fields: readonly string[] | null
}

/** `total` is net, unlike in the API. */
function orderPayload(order: Order, shop: string, { ids, records }: Formats) {
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

function subscriberPayload(number: number, { fields, language }: SubscriberRecord) {
  return {
    ...{ id: String(number), firstname: fields.firstname, lastname: fields.lastname, email: fields.email },
    ...{ phone: fields.phone, status: fields.status, subscribe_date: fields.dateSubscribed },
    language: languages.find((each) => each.number === language)?.code,
    hash: createHash('md5').update(`subscriber ${number}`).digest('hex'),
  }
}

function pickFields(whole: Record<string, unknown>, fields: readonly string[] | null): Record<string, unknown> {
  if (!fields) return whole
  const wanted = new Set(fields.map((field) => field.replace(/^(order|subscriber)_/, '')))
  return Object.fromEntries(Object.entries(whole).filter(([name]) => wanted.has(name)))
}

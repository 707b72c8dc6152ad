import type { Wire } from '../../map/shapes.ts'
import { object, text } from '../../map/wire.ts'
import type { Part } from '../carry-out.ts'
import { type OrderAt, patch } from './order-parts.ts'

const SENT: ReadonlySet<string | null> = new Set(['shipped', 'arrived', 'collected'])

/** Moves no money. https://open-api.docs.shoplineapp.com/docs/update-order-payment-status */
export function paid(order: OrderAt): Part {
  return {
    isIn: ({ order_payment }) => text(object(order_payment).status) === 'completed',
    write: () => patch(order, { status: 'completed', mail_notify: false }, 'order_payment_status'),
  }
}

export function status(order: OrderAt, wanted: string): Part {
  return {
    isIn: (shown) => text(shown.status) === wanted,
    write: () => patch(order, { status: wanted, mail_notify: false }, 'status'),
  }
}

/** An order that has arrived is not moved back. */
export function shipped(order: OrderAt, { notifies }: { notifies: boolean }): Part {
  return {
    // The customer would get a second mail.
    isAppended: notifies,
    isIn: ({ order_delivery }) => SENT.has(text(object(order_delivery).status)),
    write: () => patch(order, { status: 'shipped', mail_notify: notifies }, 'order_delivery_status'),
  }
}

/** `body`: `tracking_number`, and what else is given. */
export function tracking(order: OrderAt, body: Wire): Part {
  return {
    isIn({ delivery_data }) {
      const shown = object(delivery_data)
      const isUrl = body.tracking_url === undefined || body.tracking_url === (shown.url ?? shown.tracking_url)
      return isUrl && text(shown.tracking_number) === body.tracking_number
    },
    write: () => patch(order, body),
  }
}

export function cancelled(order: OrderAt, body: Wire): Part {
  return {
    isIn: (shown) => text(shown.status) === 'cancelled',
    write: () => patch(order, body, 'cancel'),
  }
}

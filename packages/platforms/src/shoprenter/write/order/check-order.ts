import type { Change } from '../../../contract/writes.ts'
import { amountsOf } from './order-amounts.ts'

const MARK_PAID = 'push the status that means paid in the shop, as `status` or with order.set_status'

/** What ShopRenter has no place for in an order, and what to do instead. */
export const orderAlternatives: Readonly<Record<string, string>> = {
  'lines.title': 'every line has to name a variant; create a product for it in the shop',
  'lines.needs_shipping': 'leave it out; the product says it',
  'payment.status': MARK_PAID,
  tags: 'ShopRenter has no tags of orders; use a status of your own',
  attributes: 'ShopRenter has no further values of orders; use `note`, which the customer can read',
  placed_at: 'the shop sets the time itself',
  takes_stock: 'push the new stock with inventory.set',
}

/** What can be told of an order without the shop. */
export function checkOrder({ payload }: Pick<Change<'order.create'>, 'payload'>): { path: string; message: string }[] {
  const rateMissing = 'is required by shoprenter shops, which compute no taxes: the tax rate in percent'
  const { shipping } = payload
  const faults = [
    ...payload.lines.flatMap(({ tax_rate }, index) =>
      tax_rate === undefined ? [{ path: `payload.lines.${index}.tax_rate`, message: rateMissing }] : [],
    ),
    ...(shipping && shipping.tax_rate === undefined
      ? [{ path: 'payload.shipping.tax_rate', message: rateMissing }]
      : []),
  ]
  if (faults.length > 0 || !amountsOf(payload).total.startsWith('-')) return faults
  return [{ path: 'payload.discount.amount', message: 'is more than the order costs' }]
}

import type { Change } from '../../../contract/writes.ts'
import { add, multiply } from '../../../map/decimals.ts'
import type { Query } from '../../api/api.ts'
import type { Wire } from '../../map/shapes.ts'
import { given, nameOf, placeBody, recipientBody } from './addresses.ts'

type OrderChange = Change<'order.create'>

/** Delivery and payment fees are no part of it. https://open-api.docs.shoplineapp.com/docs/create-order */
export function orderBody(change: OrderChange): Wire {
  const { pushId, payload } = change
  const { shipping, payment, customer, phone, shipping_address: address = {} } = payload
  const subtotal = payload.lines.map(({ price, quantity }) => multiply(price, String(quantity))).reduce(add)
  return {
    ...given({ delivery_option_id: shipping?.method, payment_method_id: payment?.method }),
    ...buyerOf(change),
    ...given({ customer_name: nameOf(customer ?? {}) ?? nameOf(address), customer_phone: phone }),
    ...{ subtotal: Number(subtotal), total: Number(subtotal), items: itemsOf(change) },
    delivery_address: { ...placeBody(address), ...recipientBody(address) },
    // By this the order is found again.
    order_remarks: pushId,
  }
}

function itemsOf({ target, payload }: OrderChange): Wire[] {
  return payload.lines.map(({ price, quantity }, index) => {
    const { productId = '', variantId = '' } = target.variants[index] ?? {}
    return {
      ...{ item_type: 'Product', item_id: productId, item_price: Number(price), quantity },
      // A product without variations is its own variant.
      ...(variantId !== productId && { variation_id: variantId }),
      total: Number(multiply(price, String(quantity))),
    }
  })
}

/** Who the order is of, in the words of both the order and the search for it. */
export function buyerOf({ target, payload }: OrderChange): Query & Wire {
  return target.customerId === null ? { customer_email: payload.email ?? '' } : { customer_id: target.customerId }
}

import type { Customer, Line } from '../../../world/model.ts'
import { splitName, toWorldPhone } from '../../documents/contact.ts'
import { toWorldAddress } from '../../documents/written-address.ts'
import { changeOnlyStatus } from '../../order-statuses.ts'
import { isAnswer } from '../answers.ts'
import type { Answer, ApiCall, ApiShop } from '../open-api-types.ts'
import { moveStock } from '../stock-moves.ts'
import { checkOrder, type NewOrder } from './check-order.ts'
import { answerOrder, mailCustomer } from './order-write.ts'

/** Line numbers of created orders are far above those of generated ones. */
const FIRST_LINE = 2 ** 40
const LINES_MAX = 1_000

/** Not idempotent: a repeated call creates a second order. https://open-api.docs.shoplineapp.com/docs/create-order */
export function createOrder(call: ApiCall, shop: ApiShop): Answer {
  const checked = checkOrder(call.body, shop)
  if (isAnswer(checked)) return checked
  const { body } = call
  const buyer = checked.customer ?? (body.is_registering_as_member === true ? register(checked, shop) : undefined)
  const order = shop.world.addOrder((id) => ({ ...toOrder(checked, buyer), lines: numberLines(checked.lines, id) }))
  const takesStock = body.is_inventory_fulfillment === true
  const { paymentMethod, deliveryOption, address } = checked
  shop.state.changeExtras(order.id, {
    ...{ createdBy: 'openapi', paymentMethod, deliveryOption, skipsFulfillment: !takesStock },
    addressRemarks: typeof address.remarks === 'string' ? address.remarks : null,
  })
  shop.versions.keep('order', order.id, null)
  if (shop.quirks.statusAtCreation === 'confirmed') changeOnlyStatus(shop, order.id, 'paid')
  if (takesStock) for (const { productId, quantity } of order.lines) moveStock(shop.world, productId, -quantity)
  if (body.mail_notify === true) mailCustomer({ order, shop }, 'order_created')
  return answerOrder(order.id, call, shop)
}

function toOrder(checked: NewOrder, buyer: Customer | undefined) {
  const { firstName, lastName, email, phone } = { ...buyer, ...contactOf(checked) }
  return {
    ...{ customerId: buyer?.id ?? null, firstName: firstName ?? '', lastName: lastName ?? '' },
    ...{ email: email ?? '', phone: phone ?? '', address: toWorldAddress(checked.address, 0) },
    ...{ status: 'processing' as const, shipping: '0', discount: checked.discount, comment: checked.remarks },
    ...{ currency: 'HUF' as const, rate: '1.00000000' },
  }
}

/** Contact data of the call; missing fields come from the customer. */
function contactOf({ name, email, phone }: NewOrder): Partial<Customer> {
  return {
    ...(name && splitName(name)),
    ...(email && { email }),
    ...(phone && { phone: toWorldPhone(phone.number, phone.country) }),
  }
}

function register(checked: NewOrder, { world }: ApiShop): Customer {
  const none = { firstName: '', lastName: '', email: '', phone: '', newsletter: false, addresses: [] }
  return world.addCustomer({ ...none, ...contactOf(checked) })
}

function numberLines(lines: Omit<Line, 'id'>[], order: number): Line[] {
  return lines.map((line, index) => ({ ...line, id: FIRST_LINE + order * LINES_MAX + index }))
}

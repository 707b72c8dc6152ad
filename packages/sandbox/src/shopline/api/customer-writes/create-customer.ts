import type { Customer } from '../../../world/model.ts'
import { isAnswer } from '../answers.ts'
import type { Answer, ApiCall, ApiShop } from '../open-api-types.ts'
import { answerCustomer, unprocessable } from './customer-write.ts'
import { readCustomer } from './read-customer.ts'

const NONE: Omit<Customer, 'id' | 'createdAt' | 'updatedAt'> = {
  ...{ firstName: '', lastName: '', email: '', phone: '', newsletter: false, addresses: [] },
}

/**
 * Not idempotent: a repeated call is refused only where e-mail addresses and mobile numbers are unique. The customer is
 * notified unless `send_notification` is false.
 */
export function createCustomer(call: ApiCall, shop: ApiShop): Answer {
  const { body } = call
  if (!['name', 'email', 'phone', 'mobile_phone'].some((name) => body[name]))
    return unprocessable('name, email or mobile_phone is missing')
  // Only an update takes it.
  const { ref_user_id: _ignored, ...taken } = body
  const written = readCustomer(taken, shop, null)
  if (isAnswer(written)) return written
  const customer = shop.world.addCustomer({ ...NONE, ...written.customer })
  shop.state.customers.change(customer.id, { isMember: false, createdBy: 'openapi', ...written.extras })
  shop.versions.keep('customer', customer.id, null)
  if (body.send_notification !== false) welcome(customer, call, shop)
  return answerCustomer(customer.id, call, shop)
}

/** By e-mail and SMS, unless `notification_types` names one of them. */
function welcome({ id, email }: Customer, { body }: ApiCall, { state }: ApiShop): void {
  const types = Array.isArray(body.notification_types) ? body.notification_types : ['email', 'sms']
  const mobile = state.customers.get(id).phones?.mobile
  const mail = { kind: 'customer_welcome' as const, about: id }
  if (email && types.includes('email')) state.sendMail({ ...mail, to: email, by: 'email' })
  if (mobile && types.includes('sms')) state.sendMail({ ...mail, to: mobile, by: 'sms' })
}

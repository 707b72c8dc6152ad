import { subscriptionsOf } from '../../documents/customer.ts'
import { ids } from '../../world-ids.ts'
import { isAnswer, ok } from '../answers.ts'
import type { Answer } from '../open-api-types.ts'
import { answerCustomer, type CustomerWrite, unprocessable } from './customer-write.ts'
import { readCustomer } from './read-customer.ts'

/** Fields that the body does not contain keep their values. */
export function updateCustomer({ customer, call, shop }: CustomerWrite): Answer {
  const written = readCustomer(call.body, shop, customer)
  if (isAnswer(written)) return written
  shop.state.customers.change(customer.id, written.extras)
  shop.world.updateCustomer(customer.id, written.customer)
  return answerCustomer(customer.id, call, shop)
}

export function changeSubscriptions({ customer, call: { body }, shop: { world, state } }: CustomerWrite): Answer {
  const { email, sms } = body
  if ([email, sms].some((each) => each !== undefined && typeof each !== 'boolean'))
    return unprocessable('email and sms are true or false')
  if (typeof sms === 'boolean') state.customers.change(customer.id, { subscribesSms: sms })
  const changed = world.updateCustomer(customer.id, typeof email === 'boolean' ? { newsletter: email } : {})
  return ok({
    id: ids.customer(customer.id),
    subscriptions: subscriptionsOf(changed, state.customers.get(customer.id)),
  })
}

export function deleteCustomer({ customer, shop: { world } }: CustomerWrite): Answer {
  world.deleteCustomer(customer.id)
  return ok({ result: 'success' })
}

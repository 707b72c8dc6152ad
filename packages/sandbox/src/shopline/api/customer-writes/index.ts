import { customerDocument } from '../../documents/customer.ts'
import { numberOf } from '../../world-ids.ts'
import { notFound } from '../answers.ts'
import type { Answer, Route } from '../open-api-types.ts'
import { createCustomer } from './create-customer.ts'
import { editCustomerTags, replaceCustomerTags } from './customer-tags.ts'
import type { CustomerWrite } from './customer-write.ts'
import { changeSubscriptions, deleteCustomer, updateCustomer } from './update-customer.ts'

const writes: Readonly<Record<string, (write: CustomerWrite) => Answer>> = {
  PUT: updateCustomer,
  DELETE: deleteCustomer,
  'PUT subscriptions': changeSubscriptions,
  'PUT tags': replaceCustomerTags,
  'PATCH tags': editCustomerTags,
}

export const customerWriteRoutes: Route = (call, shop) => {
  const [root, id = '', ...rest] = call.path
  if (root !== 'customers') return undefined
  if (call.method === 'POST' && call.path.length === 1) return createCustomer(call, shop)
  const write = writes[[call.method, ...rest].join(' ')]
  if (!write) return undefined
  const customer = shop.world.customers.get(numberOf('customer', id) ?? 0)
  if (!customer) return notFound('Customer')
  shop.versions.keep('customer', customer.id, customerDocument(customer, shop))
  return write({ customer, call, shop })
}

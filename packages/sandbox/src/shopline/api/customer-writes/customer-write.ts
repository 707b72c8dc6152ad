import type { Customer } from '../../../world/model.ts'
import { customerDocument } from '../../documents/customer.ts'
import { ok, refuse } from '../answers.ts'
import type { Answer, ApiCall, ApiShop } from '../open-api-types.ts'
import { readSelection } from '../select.ts'

/** A call that changes one customer; `customer` is the version before it. */
export interface CustomerWrite {
  customer: Customer
  call: ApiCall
  shop: ApiShop
}

export function unprocessable(text: string): Answer {
  return refuse(422, 'UnprocessableEntity', text)
}

/** Answers the present customer. */
export function answerCustomer(number: number, { query }: ApiCall, shop: ApiShop): Answer {
  return ok(readSelection(query)(customerDocument(shop.world.customers.get(number) as Customer, shop)))
}

import type { Customer } from '../../../world/model.ts'
import type { WorldShop } from '../../../world/shop.ts'
import { type CustomId, findByCustomId } from '../../nodes/custom-ids.ts'
import { findCustomer } from '../../nodes/find-customer.ts'
import type { Subject } from '../../nodes/node.ts'
import { customerNode } from '../../nodes/refs.ts'
import { readId } from '../input/read-id.ts'
import { problem, type UserError } from '../user-error.ts'
import { type CustomerInput, customerProblems } from './customer-input.ts'
import { addCustomer, changeCustomer } from './write-customer.ts'

interface Identifier {
  id?: string
  email?: string
  phone?: string
  customId?: CustomId
}

/** https://shopify.dev/docs/api/admin-graphql/latest/mutations/customerSet: made, or changed if it is there. */
export function setCustomerSubject(world: WorldShop): Subject {
  return {
    resolvers: {
      Mutation: {
        customerSet(_source, { input, identifier }) {
          const wanted = input as CustomerInput
          const by = identifier as Identifier | undefined
          const known = find(by ?? { ...(wanted.id && { id: wanted.id }) }, world)
          const userErrors = problemsOf(wanted, by, { known, world })
          if (userErrors.length > 0) return { customer: null, userErrors }
          const whole = by?.customId && !known ? { ...wanted, metafields: [{ ...by.customId, type: 'id' }] } : wanted
          const customer = known ? changeCustomer(known, whole, world) : addCustomer(whole, world)
          return { customer: customerNode(customer), userErrors: [] }
        },
      },
    },
  }
}

function find({ id, email, phone, customId }: Identifier, world: WorldShop): Customer | null {
  if (id) return world.customers.get(readId(id, 'Customer'))
  if (!customId) return findCustomer(world, { email, phone })
  const owner = findByCustomId(world, 'CUSTOMER', customId)
  return owner === null ? null : world.customers.get(owner)
}

interface Context {
  known: Customer | null
  world: WorldShop
}

function problemsOf(input: CustomerInput, by: Identifier | undefined, { known, world }: Context): UserError[] {
  if (by && input.id != null)
    return [problem(['input', 'id'], 'id is not allowed if identifier is provided', 'ID_NOT_ALLOWED')]
  if ((by?.id ?? input.id) && !known)
    return [problem(by ? ['identifier', 'id'] : ['input', 'id'], 'Customer does not exist', 'NOT_FOUND')]
  for (const name of ['email', 'phone'] as const) {
    const asked = by?.[name]
    if (!asked) continue
    const given = input[name]
    if (!given) return [problem(['input', name], `The ${name} is required`, 'MISSING_FIELD_REQUIRED')]
    if (given !== asked)
      return [problem(['input', name], `The ${name} does not match the identifier`, 'INPUT_MISMATCH')]
  }
  return customerProblems(input, { world, known, path: ['input'] })
}

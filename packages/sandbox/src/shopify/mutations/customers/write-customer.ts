import type { Customer } from '../../../world/model.ts'
import type { WorldShop } from '../../../world/shop.ts'
import type { Subject } from '../../nodes/node.ts'
import { customerNode } from '../../nodes/refs.ts'
import { readId } from '../input/read-id.ts'
import { problem, type UserError } from '../user-error.ts'
import { type ConsentKind, consentChange, consentProblems } from './consents.ts'
import { type CustomerInput, customerChange, customerProblems } from './customer-input.ts'

const consents = [
  ['email', 'emailMarketingConsent', 'customerEmailMarketingConsentUpdate'],
  ['sms', 'smsMarketingConsent', 'customerSmsMarketingConsentUpdate'],
] as const satisfies readonly [ConsentKind, keyof CustomerInput, string][]

/** Without a code: the older mutations name none. */
const plain = (errors: readonly UserError[]) => errors.map(({ field, message }) => ({ field, message }))

/** https://shopify.dev/docs/api/admin-graphql/latest/mutations/customerCreate and customerUpdate */
export function writeCustomerSubject(world: WorldShop): Subject {
  return {
    resolvers: {
      Mutation: {
        customerCreate(_source, { input }) {
          const wanted = input as CustomerInput
          const userErrors = plain(creationProblems(wanted, world))
          if (userErrors.length > 0) return { customer: null, userErrors }
          return { customer: customerNode(addCustomer(wanted, world)), userErrors: [] }
        },
        customerUpdate(_source, { input }) {
          const wanted = input as CustomerInput
          const known = wanted.id == null ? null : world.customers.get(readId(wanted.id, 'Customer'))
          const userErrors = plain(updateProblems(wanted, known, world))
          if (!known || userErrors.length > 0) return { customer: null, userErrors }
          return { customer: customerNode(changeCustomer(known, wanted, world)), userErrors: [] }
        },
      },
    },
  }
}

function creationProblems(input: CustomerInput, world: WorldShop): UserError[] {
  const contacts = { email: input.email ?? '', sms: input.phone ?? '' }
  return [
    ...customerProblems(input, { world, known: null, path: [] }),
    ...consents.flatMap(([kind, field]) => {
      const consent = input[field]
      return consent ? consentProblems(kind, consent, { has: contacts[kind], path: [], world }) : []
    }),
  ]
}

function updateProblems(input: CustomerInput, known: Customer | null, world: WorldShop): UserError[] {
  if (!known) return [problem(['id'], 'Customer does not exist')]
  const refused = consents.filter(([, field]) => input[field])
  if (refused.length > 0)
    return refused.map(([, field, mutation]) =>
      problem([field], `To update ${field}, please use the ${mutation} Mutation instead`),
    )
  return customerProblems(input, { world, known, path: [] })
}

/** A new customer has nothing that was not given. */
export function addCustomer(input: CustomerInput, world: WorldShop): Customer {
  const nothing = { email: '', phone: '', firstName: '', lastName: '', newsletter: false, addresses: [] }
  return world.addCustomer((id) => {
    let customer = { ...nothing, ...customerChange(id, input, null, world) }
    for (const [kind, field] of consents) {
      const consent = input[field]
      if (consent) customer = { ...customer, ...consentChange(kind, consent, customer, world) }
    }
    return customer
  })
}

export function changeCustomer(known: Customer, input: CustomerInput, world: WorldShop): Customer {
  return world.updateCustomer(known.id, customerChange(known.id, input, known, world))
}

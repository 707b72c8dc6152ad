import type { Customer } from '../../../world/model.ts'
import type { WorldShop } from '../../../world/shop.ts'
import type { Consent } from '../../../world/written.ts'
import { graphqlError } from '../../graphql/graphql-error.ts'
import type { Subject } from '../../nodes/node.ts'
import { customerNode } from '../../nodes/refs.ts'
import { readId } from '../input/read-id.ts'
import { problem, type UserError } from '../user-error.ts'

export interface ConsentInput {
  marketingState: string
  marketingOptInLevel?: string | null
  consentUpdatedAt?: string | null
}

const kinds = {
  email: { field: 'emailMarketingConsent', missing: 'An email address is required to set consent' },
  sms: { field: 'smsMarketingConsent', missing: 'A phone number is required to set the SMS consent state.' },
} as const
export type ConsentKind = keyof typeof kinds

/** Marketing consent is changed by separate mutations. */
export function consentSubject(world: WorldShop): Subject {
  const change =
    (kind: ConsentKind) =>
    (_source: unknown, { input }: Record<string, unknown>) => {
      const { customerId, [kinds[kind].field]: wanted } = input as Record<string, unknown>
      const customer = world.customers.get(readId(customerId, 'Customer'))
      const consent = wanted as ConsentInput
      const userErrors = customer
        ? consentProblems(kind, consent, { has: contactOf(kind, customer), path: ['input'], world })
        : [problem(['input', 'customerId'], 'Customer does not exist', 'INVALID')]
      if (!customer || userErrors.length > 0) return { customer: null, userErrors }
      const changed = world.updateCustomer(customer.id, consentChange(kind, consent, customer, world))
      return { customer: customerNode(changed), userErrors: [] }
    }
  return {
    resolvers: {
      Mutation: {
        customerEmailMarketingConsentUpdate: change('email'),
        customerSmsMarketingConsentUpdate: change('sms'),
      },
    },
  }
}

function contactOf(kind: ConsentKind, { email, phone }: Pick<Customer, 'email' | 'phone'>): string {
  return kind === 'email' ? email : phone
}

const STATES = new Set(['SUBSCRIBED', 'UNSUBSCRIBED', 'PENDING'])

interface Context {
  /** The address or number that the permission is of. */
  has: string
  path: string[]
  world: WorldShop
}

export function consentProblems(kind: ConsentKind, consent: ConsentInput, { has, path, world }: Context): UserError[] {
  const { marketingState: state, marketingOptInLevel: level, consentUpdatedAt } = consent
  if (!STATES.has(state)) throw graphqlError(`Cannot specify ${state} as a marketing state input`, 'INVALID')
  const { field, missing } = kinds[kind]
  const at = (name: string, message: string, code: string) => [problem([...path, field, name], message, code)]
  if (has === '') return [problem([...path, field], missing, 'INVALID')]
  if (!level) return at('marketingOptInLevel', 'Marketing opt in level must be present', 'MISSING_ARGUMENT')
  if (state === 'PENDING' && level !== 'CONFIRMED_OPT_IN')
    return at(
      'marketingOptInLevel',
      'Marketing opt in level must be confirmed opt-in for pending consent state',
      'INVALID',
    )
  return consentUpdatedAt && Date.parse(consentUpdatedAt) > world.now() + 1_000
    ? at('consentUpdatedAt', 'Consent updated at must not be in the future', 'INVALID')
    : []
}

export function consentChange(
  kind: ConsentKind,
  { marketingState, marketingOptInLevel = null, consentUpdatedAt }: ConsentInput,
  { written }: Pick<Customer, 'written'>,
  world: WorldShop,
): Pick<Customer, 'written'> & Partial<Customer> {
  const at = consentUpdatedAt ? Date.parse(consentUpdatedAt) : world.now()
  const consent: Consent = { state: marketingState as Consent['state'], level: marketingOptInLevel, at }
  if (kind === 'sms') return { written: { ...written, smsConsent: consent } }
  return { newsletter: marketingState === 'SUBSCRIBED', written: { ...written, emailConsent: consent } }
}

import type { Customer } from '../../world/model.ts'
import type { Consent } from '../../world/written.ts'
import type { CallContext } from '../graphql/resolvers.ts'
import { customerAddress } from './address.ts'
import { emailConsentOf } from './consent.ts'
import { type CustomId, findByCustomId } from './custom-ids.ts'
import { findCustomer } from './find-customer.ts'
import { gid, numberOf, timeOf, worldIdIn, worldIdOf } from './gid.ts'
import { firstOf, listOf, listParts } from './list.ts'
import { metafieldFields } from './metafield.ts'
import { moneyOf } from './money.ts'
import { type Arguments, constants, fieldsOf, mapped, type NodeDeps, type Subject } from './node.ts'
import { orderListing } from './order.ts'
import { amountsOf } from './order-amounts.ts'
import { placedOrdersOf } from './placed-orders.ts'
import { customerNode, orderNode } from './refs.ts'

interface Identifier {
  id?: string
  emailAddress?: string
  phoneNumber?: string
  customId?: CustomId
}

export function customerSubject(deps: NodeDeps): Subject {
  const { world } = deps
  const find = (id: number | null | undefined) => mapped(id && world.customers.get(id), customerNode)
  return {
    find: { Customer: ({ number }) => find(worldIdOf('Customer', number)) },
    resolvers: {
      Customer: fieldsOf<Customer>({
        ...own,
        ...ordersOf(deps),
        ...metafieldFields(world, 'CUSTOMER', ({ id, written }: Customer) => ({ id, metafields: written?.metafields })),
      }),
      CustomerEmailAddress: fieldsOf<Customer>(emailFields),
      CustomerPhoneNumber: fieldsOf<Customer>({
        phoneNumber: ({ phone }) => phone,
        smsMarketingConsent: phoneConsent,
      }),
      Query: {
        customerByIdentifier(_source, { identifier }) {
          const { id, emailAddress, phoneNumber, customId } = identifier as Identifier
          if (id) return find(worldIdIn(id, 'Customer'))
          if (customId) return find(findByCustomId(world, 'CUSTOMER', customId))
          return mapped(findCustomer(world, { email: emailAddress, phone: phoneNumber }), customerNode)
        },
      },
    },
  }
}

const isSubscribed = (customer: Customer) => emailConsentOf(customer).state
const consentNode = ({ state, level, at }: Consent) => ({
  ...{ marketingState: state, marketingOptInLevel: level, sourceLocation: null },
  consentUpdatedAt: at === null ? null : timeOf(at),
})
const consentOf = (customer: Customer) => consentNode(emailConsentOf(customer))
const smsConsent = (customer: Customer) => {
  const { written, phone } = customer
  if (!written?.smsConsent || phone === '') return null
  const consent = consentNode(written.smsConsent)
  return { ...consent, consentCollectedFrom: 'OTHER', marketingOptInLevel: consent.marketingOptInLevel ?? 'UNKNOWN' }
}

const phoneStateOf = (consent: Consent | undefined) =>
  !consent || consent.state === 'NOT_SUBSCRIBED' ? 'NEVER_SUBSCRIBED' : consent.state
const phoneConsent = ({ written: { smsConsent: consent } = {} }: Customer) => ({
  ...{ __typename: 'CustomerSmsMarketingConsent', collectedFrom: 'OTHER', sourceLocation: null },
  ...{ state: phoneStateOf(consent), optInLevel: consent?.level ?? 'UNKNOWN' },
  updatedAt: consent?.at == null ? null : timeOf(consent.at),
})

const own = {
  id: ({ id }: Customer) => gid('Customer', id),
  legacyResourceId: ({ id }: Customer) => String(numberOf('Customer', id)),
  firstName: ({ firstName }: Customer) => firstName || null,
  lastName: ({ lastName }: Customer) => lastName || null,
  displayName: ({ firstName, lastName, email, phone }: Customer) => `${firstName} ${lastName}`.trim() || email || phone,
  note: ({ written }: Customer) => written?.note ?? null,
  tags: ({ written }: Customer) => written?.tags ?? [],
  locale: ({ written }: Customer) => written?.locale ?? 'hu',
  taxExempt: ({ written }: Customer) => written?.taxExempt ?? false,
  multipassIdentifier: ({ written }: Customer) => written?.multipassIdentifier ?? null,
  smsMarketingConsent: smsConsent,
  email: ({ email }: Customer) => email || null,
  phone: ({ phone }: Customer) => phone || null,
  createdAt: ({ createdAt }: Customer) => timeOf(createdAt),
  updatedAt: ({ updatedAt }: Customer) => timeOf(updatedAt),
  defaultEmailAddress: (customer: Customer) =>
    customer.email ? { __typename: 'CustomerEmailAddress', of: customer } : null,
  defaultPhoneNumber: (customer: Customer) =>
    customer.phone ? { __typename: 'CustomerPhoneNumber', of: customer } : null,
  emailMarketingConsent: (customer: Customer) => (customer.email ? consentOf(customer) : null),
  defaultAddress: ({ addresses }: Customer) => mapped(addresses[0], customerAddress),
  addresses: ({ addresses }: Customer, args: Arguments) => firstOf(addresses.map(customerAddress), args),
  addressesV2: ({ addresses }: Customer, args: Arguments) => listParts(addresses.map(customerAddress), args),
  ...constants({
    ...{ state: 'ENABLED', verifiedEmail: true, validEmailAddress: true, taxExemptions: [], dataSaleOptOut: false },
    ...{ productSubscriberStatus: 'NEVER_SUBSCRIBED', hasTimelineComment: false },
    ...{ companyContactProfiles: [], identityProviderSubjects: [] },
  }),
}

const emailFields = {
  emailAddress: ({ email }: Customer) => email,
  marketingState: isSubscribed,
  marketingOptInLevel: (customer: Customer) => consentOf(customer).marketingOptInLevel,
  marketingUpdatedAt: (customer: Customer) => consentOf(customer).consentUpdatedAt,
  sourceLocation: () => null,
  validFormat: () => true,
}

/** What the orders of a customer say about the customer. */
function ordersOf(deps: NodeDeps) {
  const { world } = deps
  const orders = placedOrdersOf(world)
  const found = ({ id }: Customer) => orders.ofCustomer(id).flatMap((each) => orders.find(each.id) ?? [])
  return {
    numberOfOrders: ({ id }: Customer) => String(orders.ofCustomer(id).length),
    canDelete: ({ id }: Customer) => orders.ofCustomer(id).length === 0,
    amountSpent: (customer: Customer) =>
      moneyOf(found(customer).reduce((sum, order) => sum + amountsOf(order).netPayment, 0)),
    lastOrder: ({ id }: Customer) =>
      mapped(orders.ofCustomer(id).at(-1), (last) => mapped(orders.find(last.id), orderNode)),
    orders: ({ id }: Customer, args: Arguments, context: CallContext) =>
      listOf({ ...orderListing(deps), objects: orders.ofCustomer(id) }, args, context),
    lifetimeDuration: ({ createdAt }: Customer) => `${Math.floor((world.now() - createdAt) / 86_400_000)} days`,
  }
}

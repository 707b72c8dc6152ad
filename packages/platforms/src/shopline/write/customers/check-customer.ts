import type { Change } from '../../../contract/writes.ts'
import { mobileOf } from '../phones.ts'
import { faultsOfTags } from '../tags.ts'

export const CUSTOMER_TAGS_MAX = 60
const ADDRESSES_MAX = 5

type Fault = { path: string; message: string }

export function checkCustomer({ target, payload }: Change<'customer.save'>): Fault[] {
  const faults = target.id === null ? faultsOfNew(payload) : faultsOfExisting(payload)
  return [...faults, ...faultsOfTags(payload.tags, CUSTOMER_TAGS_MAX)]
}

/** Where the answer gets lost, a customer is found again by these only. */
function faultsOfNew({ email, phone, addresses = [] }: Change<'customer.save'>['payload']): Fault[] {
  const isFindable = email !== undefined || mobileOf(phone) !== null
  return [
    ...(isFindable ? [] : [{ path: 'payload.email', message: noContact }]),
    ...(addresses.length > ADDRESSES_MAX ? [{ path: 'payload.addresses', message: tooMany }] : []),
  ]
}

const noContact =
  'is required of a new customer in shopline shops, or a phone with country code, such as "+886912345678"'
const tooMany = `may be ${ADDRESSES_MAX} at most in shopline shops`

function faultsOfExisting({ addresses }: Change<'customer.save'>['payload']): Fault[] {
  return addresses ? [{ path: 'payload.addresses', message: notReplaced }] : []
}

const notReplaced =
  'is carried out by shopline shops for new customers only: it is not documented whether a list replaces the one that is there. Change them in the shop'

import type { Change, KindWrites, ReadBack, WriteCapability } from '../../contract/writes.ts'
import type { ClientContext } from '../api/client-context.ts'
import { gidOf } from '../api/gid.ts'
import { customerConsent, setEmailConsent, setSmsConsent } from '../api/graphql/documents.ts'
import { oneByOne, type Steps } from './one-by-one.ts'
import { refuse } from './refusal.ts'

type ConsentChange = Change<'customer.consent'>

/** https://shopify.dev/docs/api/admin-graphql/latest/mutations/customerEmailMarketingConsentUpdate */
export const setConsentCapability: WriteCapability<'customer.consent'> = {
  class: 'repeatable',
  changesPerCall: 1,
  cost: { unit: 'points', perCall: setEmailConsent.cost },
  fields: ['channel', 'subscribed', 'confirmed', 'at'],
  scopes: ['write_customers'],
}

export function createConsentWrites(context: ClientContext): KindWrites<'customer.consent'> {
  return {
    objectOf: ({ target }) => ({ resource: 'customers', externalId: target.id }),
    readBack: (changes) => Promise.all(changes.map((change) => readBack(change, context))),
    send: oneByOne(async (change, steps) => {
      const errors = await setConsent(change, steps, context)
      return errors.length > 0 ? refuse(errors, `${change.payload.channel} marketing consent`) : { kind: 'done' }
    }),
  }
}

async function setConsent({ target, payload }: ConsentChange, { carryOut }: Steps, { api }: ClientContext) {
  const customerId = gidOf('Customer', target.id)
  const consent = {
    marketingState: stateOf(payload),
    // Required in practice.
    marketingOptInLevel: payload.confirmed ? ('CONFIRMED_OPT_IN' as const) : ('SINGLE_OPT_IN' as const),
    consentUpdatedAt: payload.at,
  }
  if (payload.channel === 'email') {
    const input = { customerId, emailMarketingConsent: consent }
    return (
      (await carryOut(api.mutate(setEmailConsent, { input }))).customerEmailMarketingConsentUpdate?.userErrors ?? []
    )
  }
  const input = { customerId, smsMarketingConsent: consent }
  return (await carryOut(api.mutate(setSmsConsent, { input }))).customerSmsMarketingConsentUpdate?.userErrors ?? []
}

function stateOf({ subscribed }: ConsentChange['payload']): 'SUBSCRIBED' | 'UNSUBSCRIBED' {
  return subscribed ? 'SUBSCRIBED' : 'UNSUBSCRIBED'
}

async function readBack({ target, payload }: ConsentChange, { api }: ClientContext): Promise<ReadBack> {
  const { customer } = await api.query(customerConsent, { id: gidOf('Customer', target.id) })
  const held = {
    email: customer?.defaultEmailAddress?.marketingState,
    sms: customer?.defaultPhoneNumber?.smsMarketingConsent?.state,
  }
  const actual = held[payload.channel] ?? null
  return { isAsWanted: actual === stateOf(payload), actual }
}

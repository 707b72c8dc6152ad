import type { Json } from '../../../contract/mirror-rows.ts'
import type { Change, KindWrites, ReadBack, WriteCapability, WriteOutcome } from '../../../contract/writes.ts'
import { flag, idOf, text, type Wire } from '../../api/wire.ts'
import { inTurn } from '../in-turn.ts'
import type { WriteContext } from '../write-batch.ts'
import { onceBegun, writeOne } from '../write-one.ts'
import { readCustomer } from './find-customer.ts'

type ConsentChange = Change<'customer.consent'>

const PATH = 'newsletterSubscribers'

export const consentCapability: WriteCapability<'customer.consent'> = {
  class: 'read_back_first',
  changesPerCall: 1,
  fields: ['channel', 'subscribed', 'at'],
  values: { channel: ['email'] },
  alternatives: {
    channel: 'ShopRenter knows the consent to newsletters only',
    confirmed: 'ShopRenter does not keep whether a consent was confirmed; leave it out',
  },
  scopes: [
    ...['customer.customer:write', 'customer.customer:read'],
    ...['newsletter.subscriber:write', 'newsletter.subscriber:read'],
  ],
}

/**
 * Consent stands in two places, of which neither follows the other: in the customer, and in the list of subscribers.
 * https://doc.shoprenter.hu/api/newsletter_subscriber.html
 */
export function createConsentWrites(context: WriteContext): KindWrites<'customer.consent'> {
  return {
    objectOf: ({ target }) => ({ resource: 'customers', externalId: target.id }),
    send: ({ changes, repeat }) => inTurn(changes, (change) => setConsent(change, repeat !== undefined, context)),
    readBack: (changes) => inTurn(changes, (change) => readBack(change, context)),
  }
}

async function setConsent(change: ConsentChange, isRepeat: boolean, context: WriteContext): Promise<WriteOutcome> {
  const { target, payload } = change
  const customer = await readCustomer(target.id, context)
  if (!customer) return { kind: 'refused', code: 'customer_not_found', message: 'The shop has no such customer.' }
  const path = `customers/${encodeURIComponent(target.id)}`
  const newsletter = payload.subscribed ? '1' : '0'
  const answer = await writeOne(context.api, path, { method: 'PUT', body: { newsletter } })
  if (answer.kind !== 'done') return answer
  return onceBegun(() => setSubscriber(customer, payload, context), { isRepeat })
}

async function setSubscriber(
  customer: Wire,
  { subscribed, at }: ConsentChange['payload'],
  context: WriteContext,
): Promise<WriteOutcome> {
  const subscriber = await findSubscriber(customer, context)
  if (!subscriber && !subscribed) return { kind: 'done' }
  const id = idOf(subscriber ?? undefined)
  const body: Record<string, Json> = {
    status: subscribed ? '1' : '0',
    ...(subscribed && at && { dateSubscribed: await writeTime(at, context) }),
    ...(!id && { email: text(customer.email), firstname: text(customer.firstname), lastname: text(customer.lastname) }),
  }
  const request = id ? { method: 'PUT' as const, body } : { method: 'POST' as const, body }
  const answer = await writeOne(context.api, id ? `${PATH}/${encodeURIComponent(id)}` : PATH, request)
  return answer.kind === 'done' ? { kind: 'done' } : answer
}

async function findSubscriber(customer: Wire, { readAll }: WriteContext): Promise<Wire | null> {
  const email = text(customer.email)
  if (email === null) return null
  const found = await readAll(PATH, { email })
  return found.find((item) => text(item.email)?.toLowerCase() === email.toLowerCase()) ?? null
}

/** As the shop's clock shows it. */
async function writeTime(at: string, { mapping }: WriteContext): Promise<string> {
  const moment = new Date(at)
  return (await mapping()).zone.window(moment, moment).from
}

async function readBack({ target, payload }: ConsentChange, context: WriteContext): Promise<ReadBack> {
  const customer = await readCustomer(target.id, context)
  if (!customer) return { isAsWanted: false, actual: null }
  const subscriber = await findSubscriber(customer, context)
  const actual = { customer: flag(customer.newsletter) ?? false, subscriber: flag(subscriber?.status) ?? false }
  const isAsWanted = actual.customer === payload.subscribed && actual.subscriber === payload.subscribed
  return { isAsWanted, actual }
}

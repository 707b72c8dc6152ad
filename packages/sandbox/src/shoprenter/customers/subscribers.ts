import type { Formats } from '../formats.ts'
import { idOf } from '../ids.ts'
import { rows } from '../read.ts'
import type { SubscriberRecord } from '../records.ts'
import { type Fields, readFields, requireFields, type Shape } from '../writes/read-fields.ts'
import { alreadyExists, invalid } from '../writes/refusal.ts'
import { found, type Target, type Writer } from '../writes/writer.ts'

/** https://doc.shoprenter.hu/api/newsletter_subscriber.html; apart from a customer's own `newsletter`. */
const shape: Shape = {
  texts: ['email', 'firstname', 'lastname', 'phone', 'dateSubscribed'],
  choices: { status: ['0', '1'], blacklisted: ['0', '1'] },
  refs: { language: 'language' },
  required: ['email'],
}

export const subscriberWriter: Writer = {
  kind: 'subscriber',
  exists: (number, { formats }) => formats.records.subscribers.has(number),
  create(body, target) {
    requireFields(body, shape)
    const { records, time } = target.formats
    const fields = readFields(body, shape, target)
    checkEmail(fields, null, target)
    const number = records.nextNumber()
    const defaults = { firstname: '', lastname: '', phone: '', status: '1', blacklisted: '0' }
    records.subscribers.set(number, {
      fields: { ...defaults, dateSubscribed: time.write(target.shop.now()), ...fields.values },
      language: fields.refs.language ?? 1,
    })
    target.emit('newsletter_subscribe', number)
    return number
  },
  update(number, body, target) {
    const { subscribers } = target.formats.records
    const before = found(subscribers.get(number) ?? null)
    const fields = readFields(body, shape, target)
    checkEmail(fields, number, target)
    const after = { fields: { ...before.fields, ...fields.values }, language: fields.refs.language ?? before.language }
    subscribers.set(number, after)
    target.emit(eventOf(before, after), number)
  },
  remove: (number, { formats }) => void formats.records.subscribers.delete(number),
}

function eventOf(before: SubscriberRecord, after: SubscriberRecord): string {
  if (before.fields.status === after.fields.status) return 'newsletter_update_subscriber'
  return after.fields.status === '1' ? 'newsletter_subscribe' : 'newsletter_unsubscribe'
}

function checkEmail({ values: { email } }: Fields, number: number | null, { formats, rules }: Target): void {
  if (email === '') throw invalid('email must not be empty')
  if (email === undefined || rules.duplicateEmail === 'accept') return
  const isTaken = [...formats.records.subscribers].some(([id, { fields }]) => id !== number && fields.email === email)
  if (isTaken) throw alreadyExists()
}

export const readSubscribers = rows({
  kind: 'subscriber',
  list: ({ formats, query }) =>
    [...formats.records.subscribers]
      .filter(([, { fields }]) => !query.has('email') || fields.email === query.get('email'))
      .map(([number]) => number),
  one: (number, { formats }) => {
    const record = formats.records.subscribers.get(number)
    return record ? subscriberResource(number, record, formats) : null
  },
})

function subscriberResource(number: number, { fields, language }: SubscriberRecord, { href, ids }: Formats) {
  const id = ids.of('subscriber', number)
  return {
    ...{ ...href.one('newsletterSubscribers', id), id, innerId: String(number), ...fields },
    language: href.one('languages', idOf.language(language)),
  }
}

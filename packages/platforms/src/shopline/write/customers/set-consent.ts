import type { Change, KindWrites, WriteCapability } from '../../../contract/writes.ts'
import type { Wire } from '../../map/shapes.ts'
import { flag, list } from '../../map/wire.ts'
import { carryOut, type Part, reader } from '../carry-out.ts'
import { oneByOne } from '../one-by-one.ts'
import type { WriteContext } from '../write-context.ts'
import { writeOutcome } from '../write-once.ts'
import { pathOf } from './customer-parts.ts'

type ConsentChange = Change<'customer.consent'>

export const consentCapability: WriteCapability<'customer.consent'> = {
  class: 'repeatable',
  changesPerCall: 1,
  fields: ['channel', 'subscribed'],
  alternatives: {
    confirmed: 'SHOPLINE keeps no level of consent; leave it out',
    at: 'SHOPLINE takes the present time; leave it out',
  },
  scopes: ['customers'],
}

export function createConsentWrites({ api, now }: WriteContext): KindWrites<'customer.consent'> {
  return oneByOne({
    objectOf: ({ target }) => ({ resource: 'customers', externalId: target.id }),
    async send(change, repeat) {
      const read = reader(api, pathOf(change.target.id))
      const found = await read()
      if (found.kind === 'refused') return found
      const body = bodyOf(change, found.object)
      const part: Part = {
        isIn: (customer) => isAsWanted(change, customer),
        write: () => writeOutcome(api, pathOf(change.target.id, 'subscriptions'), { method: 'PUT', body }),
      }
      return carryOut([part], { read, now, repeat, known: found.object })
    },
    async readBack(change) {
      const found = await reader(api, pathOf(change.target.id))()
      if (found.kind === 'refused') return { isAsWanted: false, actual: null }
      return { isAsWanted: isAsWanted(change, found.object), actual: shownOf(found.object, change.payload.channel) }
    },
  })
}

function shownOf(customer: Wire, channel: string): boolean | null {
  const subscription = list(customer.subscriptions).find(({ platform }) => platform === channel)
  return flag(subscription?.is_active) ?? flag(customer[`is_subscribed_marketing_${channel}`])
}

function isAsWanted({ payload }: ConsentChange, customer: Wire): boolean {
  return shownOf(customer, payload.channel) === payload.subscribed
}

/** Both channels: whether one that is left out stays as it is, is not documented. */
function bodyOf({ payload }: ConsentChange, customer: Wire): Wire {
  const [email, sms] = [shownOf(customer, 'email'), shownOf(customer, 'sms')]
  return { ...(email !== null && { email }), ...(sms !== null && { sms }), [payload.channel]: payload.subscribed }
}

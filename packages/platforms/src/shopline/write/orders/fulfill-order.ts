import type { Change, KindWrites, WriteCapability } from '../../../contract/writes.ts'
import type { Wire } from '../../map/shapes.ts'
import type { WriteContext } from '../write-context.ts'
import { given } from './addresses.ts'
import { createOrderChanges } from './change-order.ts'
import { shipped, tracking } from './order-states.ts'

/** https://open-api.docs.shoplineapp.com/docs/update-order-delivery-status */
export const fulfillCapability: WriteCapability<'order.fulfill'> = {
  // The customer may get a mail, and a second one with a second call.
  class: 'read_back_first',
  changesPerCall: 1,
  fields: ['tracking', 'notify_customer'],
  alternatives: {
    lines: 'an order has one delivery with all of its lines; leave it out',
    location: 'an order has one delivery; leave it out',
  },
  scopes: ['orders'],
}

/** The tracking number comes first, so that the mail has it. */
export function createFulfillments(context: WriteContext): KindWrites<'order.fulfill'> {
  return createOrderChanges<'order.fulfill'>(
    {
      readsFirst: true,
      parts: async ({ payload }, order) => [
        ...(payload.tracking ? [tracking(order, trackingBody(payload.tracking, await context.language()))] : []),
        shipped(order, { notifies: payload.notify_customer ?? false }),
      ],
    },
    context,
  )
}

type Tracking = NonNullable<Change<'order.fulfill'>['payload']['tracking']>

function trackingBody({ number, company, url }: Tracking, language: string): Wire {
  return {
    ...given({ tracking_number: number, tracking_url: url }),
    ...(company !== undefined && { delivery_provider_name: { [language]: company } }),
  }
}

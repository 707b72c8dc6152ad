import { randomUUID } from 'node:crypto'
import type { Clock } from '../../clock.ts'

const NANOSECONDS_PER_MS = 1_000_000n

export interface Envelopes {
  /** As the app receives it. */
  ofApp(topic: string, merchantId: string, resource: object): object
  /** As a merchant's webhook is: without a trace and a number. */
  ofMerchant(topic: string, merchant: { id: string; handle: string }, resource: object): object
}

/** Every event has a later number than the one before, closer than a double can tell. */
export function createEnvelopes(clock: Clock): Envelopes {
  let last = 0n
  const number = () => {
    const now = BigInt(Math.floor(clock.now())) * NANOSECONDS_PER_MS
    last = now > last ? now : last + 1n
    return String(last)
  }
  return {
    ofApp: (topic, merchantId, resource) => ({
      ...{ trace_id: randomUUID(), ts: number(), event: eventOf(topic), topic },
      ...{ merchant_id: merchantId, resource },
    }),
    ofMerchant: (topic, { id, handle }, resource) => ({
      ...{ event: eventOf(topic), topic, merchant_id: id, merchant_handle: handle, resource },
    }),
  }
}

/** `order_delivery/update` is an `OrderDelivery`. */
function eventOf(topic: string): string {
  const subject = topic.split('/')[0] ?? ''
  return subject.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

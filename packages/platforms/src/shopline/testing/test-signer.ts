import { createHmac } from 'node:crypto'
import type { WebhookRequest } from '../../contract/webhooks.ts'

export const MERCHANT = 'aaaaaaaaaaaaaaaaaaaaaaaa'

export function signText(text: string, secret: string, timestamp = '1767225600'): string {
  return createHmac('sha256', secret).update(`${timestamp}:${text}`).digest('hex')
}

export interface Sent {
  body: string | Buffer
  /** What the sender signed, where that is not the body itself. */
  signedText?: string
  secret?: string
  timestamp?: string
}

/** A webhook as SHOPLINE sends it, signed over a text that the test writes by hand. */
export function send({ body, signedText, secret = 'new-secret', timestamp = '1767225600' }: Sent): WebhookRequest {
  return {
    method: 'POST',
    query: `sign=${signText(signedText ?? body.toString(), secret, timestamp)}`,
    headers: { 'content-type': 'application/json', 'x-shopline-developer-event-timestamp': timestamp },
    body: Buffer.from(body),
  }
}

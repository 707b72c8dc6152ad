import type { Platform } from '@shopmirror/platforms'
import type { Shop } from '../shop.ts'

interface Alert {
  kind: string
  detail: string
  failures: number
}

/** Begins the kind of what is no failure of ours: a platform's adapter has something to say. */
export const NOTICE = 'notice:'

/** A webhook of the shop was refused because of its size. Ends when there was none for a day. */
export const WEBHOOK_TOO_LARGE = 'webhook_too_large'

/** Objects of the shop could not be stored. Ends when none is left. */
export const QUARANTINE = 'quarantine'

/** An alert in words: what happened, how often, and what a person can do about it. */
export function describeAlert(
  alert: Alert,
  shop: Pick<Shop, 'domain' | 'missingScopes'>,
  platform?: Platform,
): { title: string; detail: string } {
  if (alert.kind.startsWith(NOTICE)) return { title: `${shop.domain}: something to know`, detail: alert.detail }

  const times = alert.failures > 1 ? ` (${alert.failures} times in a row)` : ''
  return {
    title: `${shop.domain}: ${titles[alert.kind] ?? alert.kind}`,
    detail: `${alert.detail}${times} ${adviceFor(alert, shop, platform)}`.trim(),
  }
}

const titles: Record<string, string> = {
  auth_revoked: 'the shop no longer lets us in',
  delete_guard: 'a sync would have deleted too much',
  machine: 'a machine of this installation has a problem',
  missing_scope: 'a permission is missing',
  permanent: 'a job was given up',
  [QUARANTINE]: 'objects are missing in the mirror, or out of date',
  retryable: 'the shop cannot be reached',
  rate_limited: 'the shop keeps telling us to wait',
  webhook_silence: 'webhooks have stopped coming',
  [WEBHOOK_TOO_LARGE]: 'a webhook is too large',
  unclassified: 'jobs fail for a reason nobody foresaw',
}

function adviceFor({ kind }: Alert, shop: Pick<Shop, 'domain' | 'missingScopes'>, platform?: Platform): string {
  switch (kind) {
    case 'auth_revoked':
      return 'Ask the merchant to open the app in the shop admin, or to install it again; everything goes on by itself after that.'
    case 'delete_guard':
      // Its own text says already what to do.
      return ''
    case 'machine':
      return 'It is not a matter of the shop: other shops are met as well. What failed goes on by itself or with the next sync when its cause is gone.'
    case 'missing_scope':
      return approvalAdvice(shop, platform)
    case 'webhook_silence':
      return 'The subscriptions are being checked; when they are well, see whether our address can be reached from outside. Syncs on schedule still read every change.'
    case WEBHOOK_TOO_LARGE:
      return 'The next sync reads the object. If it happens again, look in the shop for an order or a product of unusual size.'
    case QUARANTINE:
      return 'Everything else is mirrored. GET /api/v1/quarantine lists each object with the reason and what the shop sent; it is tried again when it changes and by every full sync.'
    case 'retryable':
    case 'rate_limited':
      return 'The next sync tries again; when it stays so, look at the state of the platform.'
    default:
      return 'The failed job is kept in the queue: look at it there, and start a sync when its cause is gone.'
  }
}

function approvalAdvice(
  { domain, missingScopes }: Pick<Shop, 'domain' | 'missingScopes'>,
  platform?: Platform,
): string {
  const scopes = missingScopes.length > 0 ? ` (${missingScopes.join(', ')})` : ''
  const link = platform?.approveScopesUrl?.(domain)
  return `The owner of the shop has to approve the permission${scopes}${link ? `: ${link.href}` : ' in the shop admin.'}`
}

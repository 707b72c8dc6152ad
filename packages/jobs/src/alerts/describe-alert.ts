import { approveScopesUrl, type Platform } from '@shopmirror/platforms'
import type { Shop } from '../shop.ts'

interface Alert {
  kind: string
  detail: string
  failures: number
}

/** Prefix of alert kinds that report a fact rather than a failed job. */
export const NOTICE = 'notice:'

/** A webhook of the shop was refused because of its size. Resolved after a day without another one. */
export const WEBHOOK_TOO_LARGE = 'webhook_too_large'

/** Objects of the shop could not be stored. Resolved when none is left. */
export const QUARANTINE = 'quarantine'

/** Prefix of alert kinds about pushes; the kind of push follows. */
export const PUSH_ALERT = 'push:'

/** A push was held because the shop keeps changing back what is pushed. Resolved after a day without another one. */
export const PUSH_LOOP = `${NOTICE}push_loop`

/** Text of an alert: what happened, how often, and what an operator can do. */
export function describeAlert(
  alert: Alert,
  shop: Pick<Shop, 'domain' | 'missingScopes'>,
  platform?: Platform,
): { title: string; detail: string } {
  if (alert.kind.startsWith(NOTICE))
    return { title: `${shop.domain}: ${titles[alert.kind] ?? 'notice'}`, detail: alert.detail }

  const times = alert.failures > 1 ? ` (${alert.failures} times in a row)` : ''
  return {
    title: `${shop.domain}: ${titleOf(alert.kind)}`,
    detail: `${alert.detail}${times} ${adviceFor(alert, shop, platform)}`.trim(),
  }
}

const titles: Record<string, string> = {
  auth_revoked: 'access revoked, reauthorization needed',
  delete_guard: 'sync stopped, too many objects would be deleted',
  machine: 'jobs fail because of a problem on one of our machines',
  missing_scope: 'a permission (scope) is missing',
  [PUSH_LOOP]: 'pushes and the shop change the same object back and forth',
  [`${NOTICE}privacy`]: 'privacy request needs an operator',
  permanent: 'a job failed and is not retried',
  [QUARANTINE]: 'objects are missing in the mirror, or out of date',
  retryable: 'calls to the shop keep failing',
  rate_limited: 'calls to the shop are rate limited for too long',
  webhook_silence: 'webhooks have stopped',
  [WEBHOOK_TOO_LARGE]: 'a webhook is too large',
  unclassified: 'jobs fail with an unexpected error',
}

/** Every kind of alert, beside those of pushes: `push:` and the kind of push. */
export const alertKinds: readonly string[] = Object.keys(titles)

function titleOf(kind: string): string {
  if (kind.startsWith(PUSH_ALERT)) return `pushes fail (${kind.slice(PUSH_ALERT.length)})`
  return titles[kind] ?? kind
}

function adviceFor({ kind }: Alert, shop: Pick<Shop, 'domain' | 'missingScopes'>, platform?: Platform): string {
  if (kind.startsWith(PUSH_ALERT))
    return 'GET /api/v1/pushes?status=failed lists each push with the reason. Correct the cause, then POST /api/v1/pushes/retry.'
  switch (kind) {
    case 'auth_revoked':
      return 'Ask the merchant to open the app in the shop admin, or to install it again. After that everything continues automatically.'
    case 'delete_guard':
      // The detail already says what to do.
      return ''
    case 'machine':
      return 'The cause is not the shop, and other shops are affected too. Fix the machine; failed work continues automatically or with the next sync.'
    case 'missing_scope':
      return approvalAdvice(shop, platform)
    case 'webhook_silence':
      return 'The subscriptions are being checked. If they are correct, check whether PUBLIC_URL can be reached from outside. Scheduled syncs still read every change.'
    case WEBHOOK_TOO_LARGE:
      return 'The next sync reads the object. If it happens again, look for an unusually large order or product in the shop.'
    case QUARANTINE:
      return 'Everything else is mirrored. GET /api/v1/quarantine lists each object with the reason and what the shop sent. It is retried when it changes and by every full sync.'
    case 'retryable':
    case 'rate_limited':
      return 'The next sync retries. If it keeps failing, check the status page of the platform.'
    default:
      return 'The failed job is kept in the queue (/queues). Fix the cause, then start a sync.'
  }
}

function approvalAdvice(
  { domain, missingScopes }: Pick<Shop, 'domain' | 'missingScopes'>,
  platform?: Platform,
): string {
  const scopes = missingScopes.length > 0 ? ` (${missingScopes.join(', ')})` : ''
  const link = platform && approveScopesUrl(platform.install, domain)
  return `The owner of the shop must approve the permission${scopes}${link ? `: ${link.href}` : ' in the shop admin.'}`
}

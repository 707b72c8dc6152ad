import type { MirrorRows, Resource } from './mirror-rows.ts'
import type { TokenSet } from './tokens.ts'

/** What a webhook means. */
export type ShopEvent =
  /** A full object: mirror it as it is. */
  | { kind: 'rows'; rows: MirrorRows }
  /** A hint: read the object again before believing it. */
  | { kind: 'refetch'; resource: Resource; externalId: string }
  | { kind: 'deleted'; resource: Resource; externalId: string; at: Date }
  /** `at`: where the platform says when; what ended before an installation began does not end it. */
  | { kind: 'uninstalled'; at?: Date }
  /** Name, currency or granted scopes may be others now: the shop is described again. */
  | { kind: 'shop_changed' }
  /** What a run of this shop waits for is there: it need not wait longer. */
  | { kind: 'run_ready' }
  /** A customer asked the merchant what is stored of them. */
  | { kind: 'data_request'; requestId: string; customer: CustomerKeys; orderIds: string[] }
  /** A customer has to be forgotten, everywhere; the shop stays. */
  | { kind: 'redact_customer'; customer: CustomerKeys; orderIds: string[] }
  /** Everything of an uninstalled shop has to be erased now; an installation younger than this goes on. */
  | { kind: 'redact_shop'; installedBefore?: Date }
  | AccessEvent
  /** Understood, and of no use to the mirror. */
  | { kind: 'ignored'; reason: string }

/**
 * What a platform tells of the app's own access to a shop: in any order, repeated, late. `at`: nanoseconds since the
 * epoch, by which the last word counts.
 */
export type AccessEvent = { kind: 'access'; at: bigint } & (
  | { change: 'installed' | 'removed' }
  | { change: 'token_given'; tokenId: string; tokens: TokenSet }
  | { change: 'token_revoked'; tokenId: string }
)

export interface CustomerKeys {
  externalId: string
  email?: string
  phone?: string
}

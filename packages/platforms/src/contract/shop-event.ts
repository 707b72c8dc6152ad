import type { MirrorRows, Resource } from './mirror-rows.ts'
import type { TokenSet } from './tokens.ts'

/** What a webhook says. */
export type ShopEvent =
  /** A complete object, mirrored as it is. */
  | { kind: 'rows'; rows: MirrorRows }
  /** A hint: the object is read again before the mirror changes. */
  | { kind: 'refetch'; resource: Resource; externalId: string }
  | { kind: 'deleted'; resource: Resource; externalId: string; at: Date }
  /** `at`: the platform's time. An uninstall before the current installation is ignored. */
  | { kind: 'uninstalled'; at?: Date }
  /** Name, currency or granted scopes may have changed: the shop is described again. */
  | { kind: 'shop_changed' }
  /** What a run of this shop waits for is ready. */
  | { kind: 'run_ready' }
  /** A customer requested their stored data. */
  | { kind: 'data_request'; requestId: string; customer: CustomerKeys; orderIds: string[] }
  /** The data of a customer must be deleted; the shop stays. */
  | { kind: 'redact_customer'; customer: CustomerKeys; orderIds: string[] }
  /** All data of an uninstalled shop must be erased. Not for an installation that began after `installedBefore`. */
  | { kind: 'redact_shop'; installedBefore?: Date }
  | AccessEvent
  /** Nothing to mirror. */
  | { kind: 'ignored'; reason: string }

/**
 * A change of the app's own access to a shop. Events may be out of order, repeated and late. `at`: nanoseconds since the
 * epoch; the latest event decides.
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

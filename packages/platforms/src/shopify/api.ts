import type { Document } from './document.ts'

export interface ShopifyApi {
  /**
   * Asks the shop within its budget. Throws `RateLimitedError` when it says so (`THROTTLED`), `PermanentError` for what it
   * will never answer (with `missingScope` where that is why), `RetryableError` for the rest. Repeats what cannot do harm.
   */
  query<D, V>(document: Document<D, V>, variables: V): Promise<D>
  /** The platform's clock at its last answer. */
  lastDate(): Date | null
}

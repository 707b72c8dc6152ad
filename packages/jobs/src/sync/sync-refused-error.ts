/** `not_found`: no such shop, or its platform is not enabled. `no_resources`: none of the requested ones exists. */
export type SyncRefusal = 'not_found' | 'not_active' | 'no_resources'

/** A sync cannot start, for a reason that the caller can resolve. */
export class SyncRefusedError extends Error {
  readonly reason: SyncRefusal

  constructor(reason: SyncRefusal, message: string) {
    super(message)
    this.name = 'SyncRefusedError'
    this.reason = reason
  }
}

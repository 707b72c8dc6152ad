export type SyncRefusal = 'not_found' | 'not_active' | 'no_resources'

/** A sync that cannot begin, for a reason the caller can do something about. */
export class SyncRefusedError extends Error {
  readonly reason: SyncRefusal

  constructor(reason: SyncRefusal, message: string) {
    super(message)
    this.name = 'SyncRefusedError'
    this.reason = reason
  }
}

/** A request that came in, as sent: nothing is parsed yet. */
export interface InboundRequest {
  method: string
  /** Raw query string without `?`. */
  query: string
  /** Names in lower case; a repeated header is an array. */
  headers: Record<string, string | string[] | undefined>
  body: Buffer
}

/**
 * Why a request was rejected.
 * - `unsigned`: the signature, or another part that identifies the sender, is missing.
 * - `bad_signature`: none of the secrets made the signature.
 * - `stale`: the signature is correct and too old, or from the future.
 * - `malformed`: the request cannot be read, or a parameter that matters occurs twice.
 */
export type RejectReason = 'unsigned' | 'bad_signature' | 'stale' | 'malformed'

/** The result of checking a request. A request that is rejected is an expected outcome and never an exception. */
export type Verdict<T> = { ok: true; value: T } | { ok: false; reason: RejectReason }

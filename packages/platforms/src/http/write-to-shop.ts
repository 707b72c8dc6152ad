import { AuthRevokedError, ConnectorError, RetryableError } from '../contract/errors.ts'
import type { ShopAccess } from '../contract/shop-access.ts'
import { assertServed, type ShopCall, tryCallShop } from './call-shop.ts'
import type { HttpAnswer } from './http.ts'

/** How a call that changes something ended, where it may have been carried out. */
export type WriteAnswer<T> = { kind: 'answered'; value: T } | { kind: 'unknown'; message: string }

/**
 * A call that changes something in the shop; never repeated here. Throws where nothing was carried out: no connection,
 * no token, no allowance, 429, and what `read` throws other than `RetryableError`. An answer that `read` cannot
 * understand, a 5xx and no answer at all leave it unknown.
 */
export async function writeToShop<T>(
  call: Omit<ShopCall, 'repeatable'>,
  access: ShopAccess,
  read: (answer: HttpAnswer, booking: string) => T | Promise<T>,
): Promise<WriteAnswer<T>> {
  const outcome = await tryCallShop({ ...call, repeatable: false }, access)
  if (outcome.kind === 'unknown') return unknown(outcome.error)
  if (outcome.kind !== 'answered') throw outcome.error
  const { answer, booking, token } = outcome
  try {
    await assertServed(answer, call, access)
    if (answer.status !== 401) access.confirmToken?.(token)
    return { kind: 'answered', value: await read(answer, booking) }
  } catch (error) {
    if (error instanceof RetryableError) return unknown(error)
    if (error instanceof AuthRevokedError) error.version ??= token.version
    throw error
  }
}

function unknown(error: unknown): { kind: 'unknown'; message: string } {
  // A bug is no answer of the shop.
  if (!(error instanceof ConnectorError)) throw error
  return { kind: 'unknown', message: `${error.message} It may have been carried out.` }
}

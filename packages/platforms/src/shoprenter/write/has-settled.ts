import type { WriteCall } from '../../contract/writes.ts'
import type { WriteContext } from './write-batch.ts'

/** How long a shop may still be working on a request whose answer was lost, ms. Shorter than five attempts take. */
const SETTLE_MS = 12_000

/** Whether what a shop does not show by now was not carried out. */
export function hasSettled(
  { firstSentAt }: NonNullable<WriteCall['repeat']>,
  { now }: Pick<WriteContext, 'now'>,
): boolean {
  return now().getTime() - firstSentAt.getTime() >= SETTLE_MS
}

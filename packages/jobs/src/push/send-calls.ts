import type { PlannedCall } from './plan-calls.ts'
import { sendCall } from './send-call.ts'
import type { Sender } from './sender.ts'

/** Calls of one shop under way at once, unless its platform wants fewer. They are about different objects. */
const CALLS_AT_ONCE = 4

/**
 * Sends calls side by side, in their order. After the first error no further one begins, and those under way end. From
 * `end` on none begins.
 */
export async function sendCalls(
  calls: readonly PlannedCall[],
  sender: Sender,
  { signal, end }: { signal: AbortSignal; end: number },
): Promise<void> {
  const waiting = calls.values()
  const broken = new AbortController()
  const stop = AbortSignal.any([signal, broken.signal])
  const work = async () => {
    for (const call of waiting) {
      stop.throwIfAborted()
      if (Date.now() >= end) return
      await sendCall(call, sender).catch((error: unknown) => {
        broken.abort(error)
        throw error
      })
    }
  }
  const results = await Promise.allSettled(Array.from({ length: callsAtOnce(calls, sender) }, work))
  const failed = results.find((result) => result.status === 'rejected')
  if (failed) throw broken.signal.aborted ? broken.signal.reason : failed.reason
}

function callsAtOnce(calls: readonly PlannedCall[], { open }: Sender): number {
  const limits = calls.map(({ kind }) => open.platform.writes?.[kind]?.callsAtOnce ?? CALLS_AT_ONCE)
  return Math.min(CALLS_AT_ONCE, calls.length, ...limits)
}

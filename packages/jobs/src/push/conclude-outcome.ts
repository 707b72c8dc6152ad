import type { Conclusion, OpenPush } from '@shopmirror/db'
import type { WriteOutcome } from '@shopmirror/platforms'
import type { EntityPushSettings } from './push-settings.ts'

/** Attempts of one push, the first one included. */
export const ATTEMPTS_MAX = 5
const BACKOFF_MS = 2_000
const BACKOFF_JITTER = 0.5
const UNDECIDED =
  'Whether the shop carried it out is unknown. Compare it with result.actual: the winner "push" sends it again, "shop" does not.'

interface Context {
  settings: EntityPushSettings
  now: Date
}

/** What a push becomes after an attempt; `attempts` includes it. */
export function concludeOutcome(
  { id, attempts }: Pick<OpenPush, 'id' | 'attempts'>,
  outcome: WriteOutcome,
  { settings, now }: Context,
): Conclusion {
  switch (outcome.kind) {
    case 'done':
      return { id, status: 'completed', ...(outcome.id !== undefined && { result: { id: outcome.id } }) }
    case 'refused':
      return { id, status: 'failed', errorCode: outcome.code, error: outcome.message }
    case 'conflict':
      return concludeConflict({ id, attempts }, outcome, { settings, now })
    case 'held_back':
      return { id, status: 'pending', dueAt: now, isUncounted: true }
    case 'not_done':
      if (attempts >= ATTEMPTS_MAX)
        return { id, status: 'failed', errorCode: 'not_carried_out', error: outcome.message }
      return { id, status: 'pending', error: outcome.message, dueAt: nextAttemptAt(attempts, now) }
    case 'begun':
      return { id, status: 'processing', error: outcome.message, dueAt: nextAttemptAt(1, now), isUncounted: true }
    case 'unknown':
      // Still processing: the next sender must determine the outcome first.
      return { id, status: 'processing', error: outcome.message, dueAt: nextAttemptAt(attempts, now) }
    default:
      return outcome satisfies never
  }
}

function concludeConflict(
  { id, attempts }: Pick<OpenPush, 'id' | 'attempts'>,
  { actual, isUndecided }: Extract<WriteOutcome, { kind: 'conflict' }>,
  context: Context,
): Conclusion {
  const result = { actual }
  if (isUndecided) return { id, status: 'conflict', errorCode: 'outcome_unknown', error: UNDECIDED, result }
  const error = `The shop holds ${JSON.stringify(actual)} instead of what the push expected.`
  switch (context.settings.onConflict) {
    case 'shop_wins':
      return { id, status: 'cancelled', errorCode: 'shop_wins', error, result }
    case 'ours_wins':
      if (attempts < ATTEMPTS_MAX)
        return { id, status: 'pending', error, result, dueAt: context.now, dropsExpected: true }
      return { id, status: 'conflict', errorCode: 'conflict', error, result }
    case 'hold':
      return { id, status: 'conflict', errorCode: 'conflict', error, result }
    default:
      return context.settings.onConflict satisfies never
  }
}

function nextAttemptAt(attempts: number, now: Date): Date {
  const waitMs = BACKOFF_MS * 2 ** (attempts - 1)
  return new Date(now.getTime() + waitMs * (1 - BACKOFF_JITTER * Math.random()))
}

import type { Clock } from '../../clock.ts'

/** How long a key is remembered, ms; not documented in hours. */
const KEY_LIFE_MS = 24 * 3_600_000

export interface IdempotencyRules {
  keyLifeMs: number
  /** Answers of the next calls, whatever their key: still running, or failed on the platform's side. */
  inFlight: number
  failedBefore: number
}

interface Remembered<T> {
  at: number
  /** The parameters, as text. */
  fingerprint: string
  result: T
}

export type KeyVerdict<T> =
  | { kind: 'new' }
  | { kind: 'known'; result: T }
  | { kind: 'refused'; code: string; message: string }

export interface IdempotencyKeys<T> {
  rules: IdempotencyRules
  check(key: string, parameters: unknown): KeyVerdict<T>
  remember(key: string, parameters: unknown, result: T): void
}

/** https://shopify.dev/docs/api/usage/idempotent-requests: of one app in one shop. */
export function createIdempotencyKeys<T>({ clock }: { clock: Clock }): IdempotencyKeys<T> {
  const known = new Map<string, Remembered<T>>()
  const rules: IdempotencyRules = { keyLifeMs: KEY_LIFE_MS, inFlight: 0, failedBefore: 0 }
  return {
    rules,
    check(key, parameters) {
      if (takeOne(rules, 'inFlight'))
        return refused(
          'IDEMPOTENCY_CONCURRENT_REQUEST',
          'A request with this idempotency key is still being processed.',
        )
      if (takeOne(rules, 'failedBefore'))
        return refused('IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED', 'A previous attempt with this idempotency key failed.')
      const before = known.get(key)
      if (!before || clock.now() - before.at > rules.keyLifeMs) return { kind: 'new' }
      if (before.fingerprint === JSON.stringify(parameters)) return { kind: 'known', result: before.result }
      return refused(
        'IDEMPOTENCY_KEY_PARAMETER_MISMATCH',
        'The same idempotency key cannot be used with different operation parameters.',
      )
    },
    remember(key, parameters, result) {
      known.set(key, { at: clock.now(), fingerprint: JSON.stringify(parameters), result })
    },
  }
}

function takeOne(rules: IdempotencyRules, name: 'inFlight' | 'failedBefore'): boolean {
  if (rules[name] === 0) return false
  rules[name] -= 1
  return true
}

function refused(code: string, message: string): { kind: 'refused'; code: string; message: string } {
  return { kind: 'refused', code, message }
}

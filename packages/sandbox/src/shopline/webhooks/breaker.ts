import type { Clock } from '../../clock.ts'

const MINUTE_MS = 60_000

export interface Breaker {
  /** Errors a minute, and minutes in a row, after which nothing is delivered any more. */
  rule: { errorsPerMinute: number; minutes: number }
  isOpen(): boolean
  failed(): void
  /** By hand: nothing else closes it. */
  resume(): void
}

/** https://shopline-developers.readme.io/docs/circuit-breaker */
export function createBreaker(clock: Clock): Breaker {
  const rule = { errorsPerMinute: 1_200, minutes: 5 }
  const errors = new Map<number, number>()
  let isOpen = false
  return {
    rule,
    isOpen: () => isOpen,
    failed() {
      const minute = Math.floor(clock.now() / MINUTE_MS)
      errors.set(minute, (errors.get(minute) ?? 0) + 1)
      const last = Array.from({ length: rule.minutes }, (_, index) => errors.get(minute - index) ?? 0)
      isOpen ||= last.every((count) => count > rule.errorsPerMinute)
    },
    resume() {
      errors.clear()
      isOpen = false
    },
  }
}

import type { Clock } from '../../clock.ts'
import type { IdKind } from '../world-ids.ts'

/** Earlier versions of objects that API calls changed, for reads that lag. */
export interface Versions {
  /** Called at a write, with the version before it; `null` for a new object. */
  keep(kind: IdKind, number: number, document: object | null): void
  /** The version that a read with this lag returns: `null` if it did not exist yet, `undefined` for the present one. */
  seen(kind: IdKind, number: number, lagMs: number): object | null | undefined
}

interface Version {
  document: object | null
  /** World time, ms. */
  until: number
}

export function createVersions(clock: Clock): Versions {
  const versions = new Map<string, Version[]>()
  const keyOf = (kind: IdKind, number: number) => `${kind}:${number}`
  return {
    keep(kind, number, document) {
      const key = keyOf(kind, number)
      versions.set(key, [...(versions.get(key) ?? []), { document, until: clock.now() }])
    },
    seen(kind, number, lagMs) {
      if (lagMs <= 0) return undefined
      const at = clock.now() - lagMs
      return versions.get(keyOf(kind, number))?.find(({ until }) => until > at)?.document
    },
  }
}

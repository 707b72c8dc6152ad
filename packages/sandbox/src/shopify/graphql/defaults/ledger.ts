/** How often each field was answered by default, by `Type.field`. */
export interface DefaultsLedger {
  record(field: string): void
  /** Sorted by name. */
  counts(): Record<string, number>
  reset(): void
}

export function createDefaultsLedger(): DefaultsLedger {
  const counts = new Map<string, number>()
  return {
    record: (field) => void counts.set(field, (counts.get(field) ?? 0) + 1),
    counts: () => Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1))),
    reset: () => counts.clear(),
  }
}

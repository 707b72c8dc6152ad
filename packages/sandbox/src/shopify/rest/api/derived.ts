const derived = new WeakMap<object, Map<string, unknown>>()

/**
 * Computed once for each version of a list. The lists of the world stay the same object until something changes, so a
 * page of a list of 100,000 objects costs no further sort.
 */
export function deriveOnce<T>(source: object, name: string, compute: () => T): T {
  const known = derived.get(source) ?? new Map<string, unknown>()
  derived.set(source, known)
  if (!known.has(name)) known.set(name, compute())
  return known.get(name) as T
}

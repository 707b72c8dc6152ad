/** A number from 0 (included) to 1 (excluded) that depends only on its arguments: the world is computed, not stored. */
export function randomFrom(seed: number, ...parts: number[]): number {
  let hash = seed | 0
  for (const part of parts) {
    hash = Math.imul(hash ^ (part + 0x9e3779b9), 0x85ebca6b)
    hash ^= hash >>> 13
    hash = Math.imul(hash, 0xc2b2ae35)
    hash ^= hash >>> 16
  }
  return (hash >>> 0) / 4_294_967_296
}

export function pick<T>(items: readonly T[], chance: number): T {
  const item = items[Math.floor(chance * items.length)]
  if (item === undefined) throw new Error('There is nothing to pick from.')
  return item
}

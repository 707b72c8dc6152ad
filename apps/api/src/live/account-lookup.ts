/** Shops whose account one process remembers; about 3 MB. */
const KNOWN_MAX = 20_000

type Read = (shopIds: string[]) => Promise<ReadonlyMap<string, string>>

/** Remembers the accounts of shops. A shop never moves to another account. */
export function createAccountLookup(read: Read): Read {
  const known = new Map<string, string>()
  return async (shopIds) => {
    const unknown = shopIds.filter((id) => !known.has(id))
    const answer = new Map(shopIds.flatMap((id) => (known.has(id) ? [[id, known.get(id) ?? ''] as const] : [])))
    if (unknown.length === 0) return answer
    for (const [id, accountId] of await read(unknown)) {
      answer.set(id, accountId)
      known.set(id, accountId)
      if (known.size > KNOWN_MAX) known.delete(known.keys().next().value ?? '')
    }
    return answer
  }
}

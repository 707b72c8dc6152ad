import type { Change } from '@shopmirror/db'
import type { LiveChange } from './entry.ts'

/** Ids named in one change; beyond that readers are only told that something changed. */
const IDS_MAX = 20

/** Collects changes until they are taken: one per kind, shop and account. */
export interface ChangeCollector {
  add(change: Change): void
  /** In the order in which the first of each was added. */
  take(): LiveChange[]
  size(): number
}

interface Collected extends Omit<LiveChange, 'ids'> {
  ids: Set<string> | null
}

export function createChangeCollector(): ChangeCollector {
  let collected = new Map<string, Collected>()
  return {
    add({ kind, shopId, accountId = null, id }) {
      const key = `${kind} ${shopId} ${accountId}`
      const known = collected.get(key)
      if (!known) return void collected.set(key, { kind, shopId, accountId, ids: id ? new Set([id]) : null })
      known.ids = id && known.ids && (known.ids.size < IDS_MAX || known.ids.has(id)) ? known.ids.add(id) : null
    },
    take() {
      const taken = [...collected.values()]
      collected = new Map()
      return taken.map(({ ids, ...change }) => ({ ...change, ...(ids && { ids: [...ids] }) }))
    },
    size: () => collected.size,
  }
}

export interface Counts {
  inserted: number
  updated: number
  unchanged: number
  stale: number
  deleted: number
}

/** In total, and by table. */
export interface PageCounts extends Counts {
  tables: Record<string, Counts>
}

const none: Counts = { inserted: 0, updated: 0, unchanged: 0, stale: 0, deleted: 0 }

export function total(tables: ReadonlyMap<string, Counts>): PageCounts {
  return { ...[...tables.values()].reduce(add, none), tables: Object.fromEntries(tables) }
}

function add(a: Counts, b: Counts): Counts {
  return {
    inserted: a.inserted + b.inserted,
    updated: a.updated + b.updated,
    unchanged: a.unchanged + b.unchanged,
    stale: a.stale + b.stale,
    deleted: a.deleted + b.deleted,
  }
}

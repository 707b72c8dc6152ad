/** Rows by outcome. `stale`: refused, because the mirror has a newer version. */
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

/** Sums of all tables, beside each table's own counts. */
export function total(tables: ReadonlyMap<string, Counts>): PageCounts {
  return { ...[...tables.values()].reduce(add, none), tables: Object.fromEntries(tables) }
}

/** Of a page that was written in parts. */
export function totalOfParts(parts: readonly ReadonlyMap<string, Counts>[]): PageCounts {
  const tables = new Map<string, Counts>()
  for (const part of parts)
    for (const [table, counts] of part) tables.set(table, add(tables.get(table) ?? none, counts))
  return total(tables)
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

import type { MirrorRow, MirrorRows, MirrorTable } from '@shopmirror/platforms'

/**
 * As few writes as possible for many events of one shop: events about different objects go together, a second event
 * about an object waits for the next write, because rows of one write must not meet.
 */
export function mergeRows(events: readonly MirrorRows[]): MirrorRows[] {
  const waves: Wave[] = []
  for (const event of events) {
    const keys = keysOf(event)
    const wave = waves.find((candidate) => fits(candidate, event, keys)) ?? openWave(waves, event)
    for (const key of keys) wave.keys.add(key)
    absorb(wave.rows, event)
  }
  return waves.map(({ rows }) => rows)
}

interface Wave {
  keys: Set<string>
  rows: MirrorRows
}

function openWave(waves: Wave[], { origin, readAt }: MirrorRows): Wave {
  const wave = { keys: new Set<string>(), rows: { origin, readAt, rows: {} } }
  waves.push(wave)
  return wave
}

/** Tables must agree: a child table that is named says that these are all the children of every parent beside it. */
function fits(wave: Wave, event: MirrorRows, keys: readonly string[]): boolean {
  if (wave.rows.origin !== event.origin) return false
  if (tablesOf(wave.rows) !== tablesOf(event)) return false
  return keys.every((key) => !wave.keys.has(key))
}

/** The earliest moment stands for all: nothing may look younger than it is. */
function absorb(into: MirrorRows, event: MirrorRows): void {
  if (event.readAt < into.readAt) into.readAt = event.readAt
  for (const [table, rows] of entriesOf(event)) {
    const merged = into.rows[table] ?? []
    merged.push(...rows)
    into.rows[table] = merged
  }
}

function keysOf(event: MirrorRows): string[] {
  return entriesOf(event).flatMap(([table, rows]) => rows.map((row) => `${table}/${row.externalId}`))
}

function tablesOf(event: MirrorRows): string {
  return Object.keys(event.rows).sort().join()
}

function entriesOf(event: MirrorRows): [MirrorTable, MirrorRow[]][] {
  return Object.entries(event.rows) as [MirrorTable, MirrorRow[]][]
}

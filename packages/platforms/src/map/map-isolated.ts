import type { Json, MirrorRows, MirrorTable, UnmappedObject } from '../contract/mirror-rows.ts'

type Rows = MirrorRows['rows']

interface Mapping<Item> {
  /** The table of the objects' own rows. */
  table: MirrorTable
  /** `null`: an object without an id cannot be named, and is left out. */
  idOf(item: Item): string | null
  map(items: readonly Item[]): Promise<Rows> | Rows
  /** The object without what must never be stored. Default: the object as received. */
  rawOf?(item: Item): Json
}

/**
 * Maps all objects at once. When that fails, maps halves, recursively, until the objects that fail are found: they are
 * returned as `unmapped`, and all others as rows. Errors of calls to the platform are thrown.
 */
export async function mapIsolated<Item>(
  items: readonly Item[],
  mapping: Mapping<Item>,
): Promise<Pick<MirrorRows, 'rows' | 'unmapped'>> {
  try {
    return { rows: await mapping.map(items) }
  } catch (error) {
    if (!isMappingError(error)) throw error
    const [only] = items
    if (items.length === 1 && only !== undefined) return { rows: {}, unmapped: unmappedOf(only, mapping) }
    const middle = Math.ceil(items.length / 2)
    const first = await mapIsolated(items.slice(0, middle), mapping)
    const second = await mapIsolated(items.slice(middle), mapping)
    return { rows: join(first.rows, second.rows), unmapped: [...(first.unmapped ?? []), ...(second.unmapped ?? [])] }
  }
}

/** Errors that JavaScript throws for a value of an unexpected shape. Failed calls to a platform are `ConnectorError`s. */
function isMappingError(error: unknown): boolean {
  return error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError
}

function unmappedOf<Item>(item: Item, { table, idOf, rawOf }: Mapping<Item>): UnmappedObject[] {
  const externalId = idOf(item)
  return externalId === null ? [] : [{ table, externalId, raw: rawOf ? rawOf(item) : item }]
}

function join(first: Rows, second: Rows): Rows {
  const joined = { ...first }
  for (const [table, rows] of Object.entries(second) as [MirrorTable, Rows[MirrorTable]][])
    joined[table] = [...(joined[table] ?? []), ...(rows ?? [])]
  return joined
}

import type { Objects, Page, PageRequest } from '../../contract/reads.ts'
import { mapIsolated } from '../../map/map-isolated.ts'
import type { ClientContext } from '../api/client-context.ts'
import { gidOf, numberOf } from '../api/gid.ts'
import {
  type LevelPartsFragment,
  level as levelQuery,
  levelsByItem,
  levelsPage,
  locationsPage,
} from '../api/graphql/documents.ts'
import { levelIdOf, mapLevel } from '../map/map-place.ts'
import { type Connection, nextOf, readRest } from './connection.ts'
import type { Cursor } from './cursor.ts'

/** There is no list of all levels, so they are read location by location. */
export async function readLevels(
  context: ClientContext,
  { window }: Pick<PageRequest, 'window'>,
  cursor: Cursor,
): Promise<Page> {
  const readAt = context.now()
  const { locations, after } = cursor.step === 'levels' ? cursor : { locations: await readPlaces(context), after: null }
  const [location, ...others] = locations
  if (location === undefined) return { rows: { origin: 'api', readAt, rows: {} }, ids: [], next: null }

  const query = window && `updated_at:>='${window.from.toISOString()}'`
  const { location: place } = await context.api.query(levelsPage, { location, after, query })
  // A location that was deleted in the meantime has no levels.
  const levels: Connection<LevelPartsFragment> | undefined = place?.inventoryLevels
  const mapped = await mapLevels(levels?.nodes ?? [])
  return {
    rows: { origin: 'api', readAt, ...mapped },
    ids: (mapped.rows.inventory_levels ?? []).map(({ externalId }) => externalId),
    next: nextCursor(levels ? nextOf(levels) : null, location, others),
  }
}

function nextCursor(after: string | null, location: string, others: string[]) {
  if (after !== null) return { step: 'levels' as const, locations: [location, ...others], after }
  return others.length === 0 ? null : { step: 'levels' as const, locations: others, after: null }
}

async function readPlaces({ api }: ClientContext): Promise<string[]> {
  const read = async (after: string | null) => (await api.query(locationsPage, { after })).locations
  const { nodes } = await readRest(await read(null), read)
  return nodes.map(({ id }) => id)
}

/** Reads levels by `{item}-{location}`; any other id counts as not existing. */
const LEVEL_ID = /^(\d{1,20})-(\d{1,20})$/

export async function readLevelsById(context: ClientContext, wanted: readonly string[]): Promise<Objects> {
  const readAt = context.now()
  const found = new Map<string, LevelPartsFragment>()
  const { levels, cut } = await readOfItems(context, wanted)
  for (const level of levels) found.set(levelIdOf(level), level)
  for (const id of wanted.filter((each) => !found.has(each) && cut.has(LEVEL_ID.exec(each)?.[1] ?? ''))) {
    const level = await readOne(context, id)
    if (level) found.set(id, level)
  }
  return {
    rows: { origin: 'api', readAt, ...(await mapLevels(wanted.flatMap((id) => found.get(id) ?? []))) },
    missing: wanted.filter((id) => !found.has(id)),
  }
}

interface OfItems {
  levels: LevelPartsFragment[]
  /** Items with more locations than one query returns. */
  cut: Set<string>
}

async function readOfItems({ api }: ClientContext, wanted: readonly string[]): Promise<OfItems> {
  const items = new Set(wanted.flatMap((id) => LEVEL_ID.exec(id)?.[1] ?? []))
  const levels: LevelPartsFragment[] = []
  const cut = new Set<string>()
  if (items.size === 0) return { levels, cut }

  const { nodes } = await api.query(levelsByItem, { ids: [...items].map((item) => gidOf('InventoryItem', item)) })
  for (const node of nodes) {
    if (!node || !('inventoryLevels' in node)) continue
    levels.push(...node.inventoryLevels.nodes)
    if (node.inventoryLevels.pageInfo.hasNextPage) cut.add(numberOf(node.id))
  }
  return { levels, cut }
}

async function readOne({ api }: ClientContext, id: string): Promise<LevelPartsFragment | null> {
  const [, item = '', location = ''] = LEVEL_ID.exec(id) ?? []
  const gids = { item: gidOf('InventoryItem', item), location: gidOf('Location', location) }
  return (await api.query(levelQuery, gids)).inventoryItem?.inventoryLevel ?? null
}

function mapLevels(levels: readonly LevelPartsFragment[]) {
  return mapIsolated<LevelPartsFragment>(levels, {
    table: 'inventory_levels',
    idOf: levelIdOf,
    map: (some) => ({ inventory_levels: some.map(mapLevel) }),
  })
}

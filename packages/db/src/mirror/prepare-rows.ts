import { hash } from 'node:crypto'
import { setImmediate as others } from 'node:timers/promises'
import { toStorableJson, toStorableText } from './storable.ts'
import type { MirrorTableInfo } from './tables.ts'

/** A value that JSON can represent. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** One object to be written into a mirror table; see `MirrorRow` of the platforms, which fits. */
export interface WritableRow {
  externalId: string
  sourceUpdatedAt: Date | null
  fields: Record<string, Json>
  /** Columns that are written only where the mirror has NULL or no row. */
  initial?: Record<string, Json>
  /** Has fewer columns than the API gives: where the row is new to the mirror, its object is read once. */
  isPartial?: boolean
  raw: Json
}

/** What rows of one statement have in common. What a row does not name keeps what the mirror holds. */
export interface Shape {
  named: readonly string[]
  initial: readonly string[]
  isPartial: boolean
}

/** A row ready to be compared and written: normalized, with its content hash. */
export interface PreparedRow {
  externalId: string
  contentHash: string
  /** ISO 8601. */
  version: string | null
  parentId: string | null
  /** Keys of what the row is about, in the order of the table's `subjects`. */
  about: (string | null)[]
  /** One object for all rows of a page that are alike. */
  shape: Shape
  /** Of the columns that `shape` names; as they came, so not yet storable. */
  values: Record<string, Json | undefined>
  /** Everything but `raw`, as one JSON object. */
  json: string
  /** `raw` as JSON text, which never holds a line break. */
  raw: string
  /** There is no JSON of it: it cannot be written. */
  isBroken?: boolean
}

interface Preparation {
  table: MirrorTableInfo
  rows: readonly WritableRow[]
  /** Versions of the parents on the same page: a child without a version has its parent's. */
  parentVersions: ReadonlyMap<string, string | null>
}

/** 128 bits of SHA-256, which processors compute faster than MD5. */
const HASH_LENGTH = 22

/** Rows made in one go; then others have their turn: answers of Postgres, above all. */
const ROWS_AT_ONCE = 16

/** Hashes each row over all that would be stored. One id twice on a page is one row, the newer; of equals the later. */
export async function prepareRows({ table, rows, parentVersions }: Preparation): Promise<PreparedRow[]> {
  const columns = new Set(table.columns.map((column) => column.name))
  const newest = new Map<string, WritableRow>()
  for (const row of rows) {
    const id = toStorableText(row.externalId)
    const known = newest.get(id)
    if (!known || timeOf(row) >= timeOf(known)) newest.set(id, row)
  }
  const prepared: PreparedRow[] = []
  const shapes = new Map<string, Shape>()
  for (const row of newest.values()) {
    if (prepared.length % ROWS_AT_ONCE === ROWS_AT_ONCE - 1) await others()
    demandColumns(row, table, columns)
    prepared.push({ ...tryPrepare(row, { table, parentVersions }), shape: shapeOf(row, shapes) })
  }
  return prepared.sort(byId)
}

function shapeOf({ fields, initial = {}, isPartial = false }: WritableRow, known: Map<string, Shape>): Shape {
  const shape = { named: Object.keys(fields), initial: Object.keys(initial), isPartial }
  const key = `${shape.named} ${shape.initial} ${isPartial}`
  const alike = known.get(key) ?? shape
  known.set(key, alike)
  return alike
}

/** What has no JSON (a time that is none, lists within lists without end) must not stop its page. */
function tryPrepare(row: WritableRow, preparation: Omit<Preparation, 'rows'>): Omit<PreparedRow, 'shape'> {
  try {
    return prepare(row, preparation)
  } catch {
    const { table } = preparation
    const parentId = table.parent && idIn(row, table.parent.column)
    const nothing = { contentHash: '', version: null, about: [], values: {}, json: '{}' }
    return { ...nothing, externalId: toStorableText(row.externalId), parentId, raw: rawIfAny(row), isBroken: true }
  }
}

function rawIfAny({ raw }: WritableRow): string {
  try {
    return toStorableJson(raw)
  } catch {
    return 'null'
  }
}

function prepare(row: WritableRow, { table, parentVersions }: Omit<Preparation, 'rows'>): Omit<PreparedRow, 'shape'> {
  const parentId = table.parent && idIn(row, table.parent.column)
  const externalId = toStorableText(row.externalId)
  const version =
    row.sourceUpdatedAt?.toISOString() ?? (parentId === null ? null : (parentVersions.get(parentId) ?? null))
  const values = row.initial ? { ...row.initial, ...row.fields } : row.fields
  const fields = toStorableJson(values)
  const raw = toStorableJson(row.raw)
  const contentHash = hash('sha256', `${version}\n${fields}\n${raw}`, 'base64url').slice(0, HASH_LENGTH)
  const head = JSON.stringify({ external_id: externalId, content_hash: contentHash, source_updated_at: version })
  const about = table.subjects.map(({ column }) => idIn(row, column))
  return { externalId, contentHash, version, parentId, about, values, json: join(head, fields), raw }
}

function idIn({ fields }: WritableRow, column: string): string | null {
  const id = fields[column]
  return typeof id === 'string' ? toStorableText(id) : null
}

/** Two JSON objects as one. */
function join(head: string, fields: string): string {
  return fields === '{}' ? head : `${head.slice(0, -1)},${fields.slice(1)}`
}

/** Postgres would pass over a name it does not know, and the value would be missing in silence. */
function demandColumns(
  { externalId, fields, initial }: WritableRow,
  { name }: MirrorTableInfo,
  columns: Set<string>,
): void {
  for (const field in { ...initial, ...fields }) {
    if (columns.has(field)) continue
    throw new Error(
      `${name} ${externalId} has a field "${field}" that is no column of ${name}: map it to one of ${[...columns].join(', ')}.`,
    )
  }
}

function timeOf({ sourceUpdatedAt }: WritableRow): number {
  return sourceUpdatedAt?.getTime() ?? Number.NEGATIVE_INFINITY
}

/** The order in which every writer locks. */
function byId(a: PreparedRow, b: PreparedRow): number {
  return a.externalId < b.externalId ? -1 : 1
}

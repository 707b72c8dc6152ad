import { hash } from 'node:crypto'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** One object on its way into a mirror table; see `MirrorRow` of the platforms, which fits. */
export interface WritableRow {
  externalId: string
  sourceUpdatedAt: Date | null
  fields: Record<string, Json>
  raw: Json
}

export interface PreparedRow {
  externalId: string
  contentHash: string
  sourceUpdatedAt: string | null
  parentId: string | null
  /** The row as JSON, ready to be joined into a page. */
  json: string
}

/** Hashes each row over all that would be stored. One id twice on a page is one row, the newer; of equals the later. */
export function prepareRows(rows: readonly WritableRow[], parentColumn: string | null): PreparedRow[] {
  const newest = new Map<string, WritableRow>()
  for (const row of rows) {
    const known = newest.get(row.externalId)
    if (!known || timeOf(row) >= timeOf(known)) newest.set(row.externalId, row)
  }
  return [...newest.values()].map((row) => prepare(row, parentColumn)).sort(byId)
}

function prepare({ externalId, sourceUpdatedAt, fields, raw }: WritableRow, parentColumn: string | null): PreparedRow {
  const stamp = sourceUpdatedAt?.toISOString() ?? null
  const whole = { source_updated_at: stamp, ...fields, raw }
  const content = withoutNul(JSON.stringify(whole).slice(1))
  const contentHash = hash('md5', content, 'base64url')
  const parent = parentColumn === null ? null : fields[parentColumn]
  return {
    externalId,
    contentHash,
    sourceUpdatedAt: stamp,
    parentId: typeof parent === 'string' ? parent : null,
    json: `{"external_id":${JSON.stringify(externalId)},"content_hash":"${contentHash}",${content}`,
  }
}

/** Postgres takes no NUL in text or jsonb; shops do send them. */
function withoutNul(json: string): string {
  return json.includes('\\u0000') ? json.replaceAll(/(?<!\\)((?:\\\\)*)\\u0000/g, '$1') : json
}

function timeOf({ sourceUpdatedAt }: WritableRow): number {
  return sourceUpdatedAt?.getTime() ?? Number.NEGATIVE_INFINITY
}

function byId(a: PreparedRow, b: PreparedRow): number {
  return a.externalId < b.externalId ? -1 : 1
}

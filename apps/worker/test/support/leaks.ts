import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Place } from '@shopmirror/test/read-redis.ts'
import type postgres from 'postgres'

export interface Leak {
  where: string
  /** The name of what was found, never the thing itself. */
  what: string
}

/**
 * Looks for every needle as it is, percent-encoded and inside base64. `needles`: by the name they are reported under.
 */
export function findLeaks(places: readonly Place[], needles: ReadonlyMap<string, string>): Leak[] {
  return places.flatMap(({ where, text }) => {
    const haystack = withDecoded(text)
    return [...needles]
      .filter(([, needle]) => haystack.includes(needle) || haystack.includes(encodeURIComponent(needle)))
      .map(([what]) => ({ where, what }))
  })
}

/** The text and what its base64 runs say. Twice, because a body may itself contain base64. */
function withDecoded(text: string): string {
  const once = decodeRuns(text)
  return [text, ...once, ...once.flatMap(decodeRuns)].join('\n')
}

const BASE64_RUN = /[A-Za-z0-9+/_-]{16,}={0,2}/g

function decodeRuns(text: string): string[] {
  return (text.match(BASE64_RUN) ?? []).map((run) => Buffer.from(run, 'base64').toString('utf8'))
}

/** Every column of every table, as text. */
export async function readPostgres(sql: postgres.Sql): Promise<Place[]> {
  const columns = await sql<{ schema: string; table: string; column: string }[]>`
    select c.table_schema as schema, c.table_name as table, c.column_name as column
    from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    join pg_class p on p.oid = format('%I.%I', c.table_schema, c.table_name)::regclass
    where t.table_type = 'BASE TABLE' and not p.relispartition and c.table_schema not in ('pg_catalog', 'information_schema')`
  return Promise.all(columns.map((column) => readColumn(sql, column)))
}

async function readColumn(
  sql: postgres.Sql,
  { schema, table, column }: { schema: string; table: string; column: string },
): Promise<Place> {
  const rows = await sql<{ text: string }[]>`
    select coalesce(string_agg(${sql(column)}::text, E'\n'), '') as text from ${sql(`${schema}.${table}`)}`
  return { where: `postgres ${table}.${column}`, text: rows[0]?.text ?? '' }
}

/** Every file of a folder and the folders in it. */
export async function readLogs(folder: string): Promise<Place[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.log'))
  return Promise.all(
    files.map(async ({ name, parentPath }) => ({
      where: `log ${name}`,
      text: await readFile(join(parentPath, name), 'utf8'),
    })),
  )
}

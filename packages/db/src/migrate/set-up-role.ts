import type { TransactionSql } from 'postgres'
import { pooledSettings, searchPathOf, sessionLimits, sessionSettings } from '../connect/session-settings.ts'

/**
 * Behind a pooler no connection can bring settings of its own: gives them to the role, in this database. What an operator has
 * set there stays. Sessions that exist already keep what they have.
 */
export async function setUpRole(tx: TransactionSql, schema: string | undefined): Promise<void> {
  const [place] = await tx<{ role: string; database: string; settings: string[] }[]>`
    select current_user as role, current_database() as database, coalesce((
      select setconfig from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase join pg_roles r on r.oid = s.setrole
      where d.datname = current_database() and r.rolname = current_user), '{}') as settings`
  if (!place) throw new Error('Postgres did not say who we are.')
  const present = new Set(place.settings.map((setting) => setting.split('=', 1)[0]?.toLowerCase()))
  for (const [name, value] of wantedSettings(schema)) {
    if (present.has(name.toLowerCase())) continue
    await tx.unsafe(`alter role ${quote(place.role)} in database ${quote(place.database)} set ${name} = ${value}`)
  }
}

function wantedSettings(schema: string | undefined): [name: string, value: string][] {
  const dropped = Object.entries({ ...sessionSettings, ...sessionLimits }).filter(
    ([name]) => !pooledSettings.some((kept) => kept === name),
  )
  const path: [string, string][] = schema ? [['search_path', searchPathOf(schema)]] : []
  return [...dropped.map(([name, value]): [string, string] => [name, `'${value}'`]), ...path]
}

const quote = (name: string) => `"${name.replaceAll('"', '""')}"`

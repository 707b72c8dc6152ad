import { SettingsError } from '@shopmirror/config'
import type { Sql } from 'postgres'
import type { DatabaseAddress } from './connect.ts'
import { equivalents, searchPathOf, sessionLimits, sessionSettings } from './session-settings.ts'

/**
 * Throws a `SettingsError` when the session lacks settings that reading and writing rely on, because a pooler dropped
 * them at connect. Resolves to warnings about missing limits, which are an error where DATABASE_POOLER promises them.
 */
export async function checkSession(sql: Sql, { schema, pooler }: DatabaseAddress): Promise<string[]> {
  const [session] = await sql`
    select current_user as role, current_schema() as schema, current_setting('search_path') as path`
  const role = `"${String(session?.role).replaceAll('"', '""')}"`
  const settings = await readSettings(sql)
  const wrong = Object.entries(sessionSettings).filter(([name, wanted]) => !isGood(name, wanted, settings.get(name)))
  const unlimited = Object.entries(sessionLimits).filter(([name]) => settings.get(name) === '0')
  const required = pooler === 'transaction' ? [...wrong, ...unlimited] : wrong
  const cures = required.map(([name, wanted]) => `ALTER ROLE ${role} SET ${name} = '${wanted}';`)
  const path = schema && searchPathOf(schema)
  if (path && session?.schema !== schema && session?.path !== path)
    cures.push(`ALTER ROLE ${role} SET search_path = ${path};`)
  if (cures.length > 0) throw new SettingsError(`${DROPPED} ${cures.join(' ')}`)
  return unlimited.map(
    ([name, wanted]) =>
      `A pooler dropped ${name}; ALTER ROLE ${role} SET ${name} = '${wanted}' sets it for every session.`,
  )
}

const DROPPED =
  'The pooler of DATABASE_URL dropped session settings that Shopmirror needs. Set them for the role, let the pooler ' +
  'reconnect (RECONNECT in the console of PgBouncer), and start again:'

async function readSettings(sql: Sql): Promise<Map<string, string>> {
  const names = Object.keys({ ...sessionSettings, ...sessionLimits })
  const rows = await sql`select name, setting from pg_settings where name = any(${names})`
  return new Map(rows.map(({ name, setting }) => [name, setting]))
}

function isGood(name: string, wanted: string, setting = ''): boolean {
  return equivalents[name as keyof typeof equivalents]?.test(setting) ?? setting === wanted
}

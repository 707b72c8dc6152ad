import type { Transaction } from './connection.ts'
import { mirrorTables } from './mirror/tables.ts'

/** Of `shops`: what identifies one, and nothing that only our adapters understand. */
const SHOP_COLUMNS = ['id', 'account_id', 'platform', 'domain', 'name', 'status', 'currency', 'locale', 'timezone']

/**
 * Lets a role read the mirror and its views and submit pushes, and nothing else in our schema: its other rights there
 * are revoked. Resolves to the names of the tables and views it may read. Throws when the role does not exist.
 */
export async function grantAppRole(sql: Transaction, role: string): Promise<string[]> {
  const [row] = await sql<{ schema: string }[]>`select current_schema() as schema`
  const schema = sql(row?.schema ?? 'public')
  const views = await sql<{ name: string }[]>`
    select relname as name from pg_class where relkind = 'v' and relnamespace = ${row?.schema ?? 'public'}::regnamespace`
  const readable = [...mirrorTables.keys(), ...views.map(({ name }) => name)]
  const grantee = sql(role)
  await sql`revoke all on all tables in schema ${schema} from ${grantee}`
  await sql`revoke all on all functions in schema ${schema} from ${grantee}`
  await sql`grant usage on schema ${schema} to ${grantee}`
  for (const name of readable) await sql`grant select on ${schema}.${sql(name)} to ${grantee}`
  await sql`grant select (${sql(SHOP_COLUMNS)}) on ${schema}.shops to ${grantee}`
  await sql`grant execute on function ${schema}.push(text, text, jsonb, jsonb, text) to ${grantee}`
  await sql`grant execute on function ${schema}.push_many(text, text, jsonb[], jsonb[], text[]) to ${grantee}`
  return [...readable, 'shops']
}

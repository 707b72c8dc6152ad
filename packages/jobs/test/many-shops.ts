import { randomUUID } from 'node:crypto'
import type { Stage } from './context.ts'

type Sql = Stage['sql']

/** Active shops of one account, with their settings; by id. */
export async function addShops(sql: Sql, accountId: string, count: number): Promise<string[]> {
  const batch = randomUUID()
  const rows = await sql<{ id: string }[]>`
    insert into shops (id, account_id, platform, domain, access)
    select 'shp_' || ${batch}::text || lpad(n::text, 6, '0'), ${accountId}, 'paper', ${batch}::text || n, 'active'
    from generate_series(1, ${count}::int) n returning id`
  const ids = rows.map(({ id }) => id).toSorted()
  await sql`insert into shop_settings (shop_id) select unnest(${ids}::text[])`
  return ids
}

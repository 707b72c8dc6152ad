import type { Repositories } from '@shopmirror/db'
import type { Sql } from 'postgres'
import { type Bodies, createBodies } from './bodies.ts'
import { domainOf, type PlatformName, platformOf, shopIdOf } from './plan.ts'

/** Topic that the bench sends, by platform. */
export const topics: Record<PlatformName, string> = {
  shopify: 'orders/updated',
  shoprenter: 'order_status_change',
  shopline: 'customer/update',
}

const ROWS_AT_ONCE = 5_000
const TOKENS_AT_ONCE = 50
const DAY_MS = 86_400_000

/** Shops as an install leaves them, with the schedule off. In a few statements, because there are thousands. */
export async function addShops({ db, sql }: { db: Repositories; sql: Sql }, count: number): Promise<void> {
  const { facts } = createBodies()
  const { id: accountId } = await db.accounts.create({ name: 'bench of scale' })
  const numbers = Array.from({ length: count }, (_, shop) => shop)
  for (let from = 0; from < count; from += ROWS_AT_ONCE)
    await insert(
      sql,
      accountId,
      numbers.slice(from, from + ROWS_AT_ONCE).map((shop) => rowOf(shop, facts)),
    )

  const expiresAt = new Date(Date.now() + DAY_MS)
  const tokens = { accessToken: 'token-of-the-bench', expiresAt }
  const waiting = numbers.values()
  const seal = async () => {
    for (const shop of waiting) await db.credentials.replace({ shopId: shopIdOf(shop), tokens })
  }
  await Promise.all(Array.from({ length: TOKENS_AT_ONCE }, seal))
  await sql`analyze shops, shop_settings, shop_credentials, webhook_subscriptions`
}

function rowOf(shop: number, facts: Bodies['facts']) {
  const platform = platformOf(shop)
  return {
    ...{ id: shopIdOf(shop), platform, domain: domainOf(shop), topic: topics[platform] },
    facts: platform === 'shopify' ? {} : facts[platform],
  }
}

async function insert(sql: Sql, accountId: string, rows: ReturnType<typeof rowOf>[]): Promise<void> {
  const json = JSON.stringify(rows)
  await sql`
    with given as materialized (
      select * from jsonb_to_recordset(${json}::text::jsonb) as r(id text, platform text, domain text, topic text, facts jsonb)
    ), added as (
      insert into shops (id, account_id, platform, domain, name, access, currency, locale, timezone, facts, facts_at)
      select id, ${accountId}, platform, domain, domain, 'active', 'HUF', 'hu', 'Europe/Budapest', facts, now() from given
    ), settings as (
      insert into shop_settings (shop_id, schedule_enabled, webhook_check_queued_at) select id, false, now() from given
    )
    insert into webhook_subscriptions (id, shop_id, topic, status, external_id, checked_at)
    select 'sub_' || id, id, topic, 'active', 'bench', now() from given`
}

import { afterAll, expect, test } from 'vitest'
import { createStage } from './stage.ts'

const stage = await createStage()
const { db, sql } = stage
afterAll(() => stage[Symbol.asyncDispose]())

const COUNT = 7
const shop = await stage.createShop()
const { accountId, id: shopId } = shop
const page = { accountId, limit: 3 }
const series = sql`generate_series(1, ${COUNT}::int) n`

/** Each with rows of one moment, which only their ids tell apart. */
const lists = {
  shops: {
    fill: () => sql`
      insert into shops (id, account_id, platform, domain) select 'shp_' || n, ${accountId}, 'paper', 'd' || n from ${series}`,
    read: (cursor?: string) => db.shops.list({ ...page, ...(cursor && { cursor }) }),
  },
  installations: {
    fill: () => sql`
      insert into installations (id, platform, account_id) select 'ins_' || n, 'paper', ${accountId} from ${series}`,
    read: (cursor?: string) => db.installations.list({ ...page, cursor }),
  },
  runs: {
    fill: () => sql`
      insert into sync_runs (id, shop_id, type, trigger, status) select 'run_' || n, ${shopId}, 'full', 'manual', 'failed' from ${series}`,
    read: (cursor?: string) => db.runs.list({ ...page, cursor }),
  },
  deliveries: {
    fill: () => sql`
      insert into webhook_deliveries (id, platform, delivery_id, shop_id, topic, content_type, received_at)
      select 'dlv_0' || n, 'paper', 'x' || n, ${shopId}, 't', 'c', now() from ${series}`,
    read: (cursor?: string) => db.deliveries.list({ ...page, cursor }),
  },
  alerts: {
    fill: () => sql`
      insert into alerts (id, shop_id, kind, detail, raised_at) select 'alr_' || n, ${shopId}, 'k' || n, 'x', now() from ${series}`,
    read: (cursor?: string) => db.alerts.list({ ...page, cursor }),
  },
  erasures: {
    fill: () => sql`
      insert into erasures (id, shop_id, account_id, platform, domain, reason, due_at)
      select 'ers_' || n, 's' || n, ${accountId}, 'paper', 'd', 'r', now() from ${series}`,
    read: (cursor?: string) => db.erasures.list({ ...page, cursor }),
  },
  'privacy requests': {
    fill: () => sql`
      insert into privacy_requests (id, delivery_id, shop_id, account_id, platform, domain, kind, received_at, due_at)
      select 'prv_' || n, 'd' || n, ${shopId}, ${accountId}, 'paper', 'd', 'data_request', now(), now() from ${series}`,
    read: (cursor?: string) => db.privacy.list({ ...page, cursor }),
  },
}

test.each(Object.entries(lists))(
  '%s are listed newest first, each once over all pages',
  async (_name, { fill, read }) => {
    await fill()
    const ids: string[] = []
    for (let cursor: string | undefined; ; cursor = ids.at(-1)) {
      const rows = await read(cursor)
      ids.push(...rows.map(({ id }) => id))
      if (rows.length < page.limit) break
    }
    expect(ids).toEqual(ids.toSorted().toReversed())
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.length).toBeGreaterThanOrEqual(COUNT)
  },
)

import { sharedTables } from '@shopmirror/db'
import { expectations } from '@shopmirror/sandbox'
import { findFirstRun, startSync, waitForRun } from '@shopmirror/scripts/journey.ts'
import { startSystem } from '@shopmirror/test/system.ts'
import { until } from '@shopmirror/test/until.ts'
import { afterAll, expect, test } from 'vitest'

const shopOf = ({ platform, domainOf }: (typeof expectations)[number]) => domainOf(`s-${platform}`)
const system = await startSystem({
  sandbox: {
    shops: expectations.map(({ platform }) => `s-${platform}`),
    products: 20,
    customers: 10,
    orders: 20,
    appWrites: true,
  },
})
afterAll(() => system[Symbol.asyncDispose]())

test('every statement about tables of shops names the shop, but those that are about all shops or find one by an id', async () => {
  const { sql } = system
  await sql`create extension pg_stat_statements`
  for (const expectation of expectations) await live(shopOf(expectation), expectation.platform)
  const statements = await listStatements()
  expect(statements.length).toBeGreaterThan(100)
  const nameless = statements.filter((query) => !/shop_?id/i.test(query))
  const unexpected = nameless.filter((query) => !isAllowed(query))
  expect(unexpected).toEqual([])
})

/** Installed, read in full and in part, changed in both directions. */
async function live(domain: string, platform: string): Promise<void> {
  const shopId = await system.connect(domain)
  await waitForRun(system, await findFirstRun(system, shopId))
  system.sandbox.world(`s-${platform}`).updateProduct(2, { gross: '4242', net: '3340.1575' })
  await waitForRun(system, await startSync(system, shopId, { type: 'incremental' }))
  const inventory = { enabled: true, interval_minutes: 0, on_conflict: 'hold' }
  await system.operator.put(`/api/v1/shops/${shopId}/push-settings`, { inventory })
  await until(async () => (await system.sql`select from webhook_deliveries where handled_at is null`).length === 0)
  expect(await system.differences(domain, shopId)).toBe('')
}

/** Of api and workers, about tables of shops. */
async function listStatements(): Promise<string[]> {
  const rows = await system.sql<{ query: string }[]>`
    select distinct regexp_replace(query, '\\s+', ' ', 'g') as query from pg_stat_statements
    where dbid = (select oid from pg_database where datname = current_database())`
  const tables = await system.sql<{ name: string }[]>`
    select relname as name from pg_class where relkind in ('r', 'p') and not relispartition and relnamespace = 'public'::regnamespace`
  const names = tables.map(({ name }) => name).filter((name) => sharedTables[name] === undefined)
  const about = new RegExp(`\\b(from|join|into|update)\\s+"?(${names.join('|')})\\b`, 'i')
  const isOurs = (query: string) => /^(with|select|insert|update|delete|\()/i.test(query) && about.test(query)
  return rows.map(({ query }) => query).filter(isOurs)
}

function isAllowed(query: string): boolean {
  return allowed.some((pattern) => pattern.test(query))
}

/** Each is about all shops, or about rows of several that were found by their ids. */
const allowed: readonly RegExp[] = [
  // Retention.
  /^delete from "?(sync_runs|webhook_deliveries|shop_hours|sync_seen)"? where .* (in|= any\(array\() ?\(select|^delete from \w+ where ctid = any/,
  /^update "?(webhook_deliveries|quarantine|pushes)"? set "?(body|raw|payload)"? = .* (in|= any\(array\() ?\( ?select/,
  // Sweeps for what was lost, or became due.
  /^select "id" from "(privacy_requests|webhook_deliveries)" where .* order by/,
  /^update "webhook_deliveries" set "requeued_at"/,
  /^update pushes set status = .* hold_reason .* for update skip locked/,
  // The calls of a run, which its caller knows by its id alone.
  /^update "sync_runs" set "requests" = .* where "sync_runs"."id" = \$/,
  // This test.
  /^select from webhook_deliveries where handled_at is null$/,
]

import { connect, counters, migrate } from '@shopmirror/db'
import type { Sql } from 'postgres'

/** How much is in the database that the dashboard is measured on. */
export const sizes = {
  shops: 10_000,
  deliveries: 10_000_000,
  runs: 1_000_000,
  pushes: 1_000_000,
  orders: 500_000,
  changes: 2_000_000,
}

/** Owner of nearly all shops, and of few. */
export const accounts = { large: 'acc_bench_large', small: 'acc_bench_small' }
const SMALL_ACCOUNT_SHOPS = 20
/** Ages of the oldest rows, days: what the default settings keep. */
const AGES = { deliveries: 42, runs: 90, pushes: 30, changes: 30 }
const DAY_MS = 86_400_000

const DATABASE = 'bench_dashboard'
/** Changes when the data does; a database of another version is made again. */
const VERSION = '2'

/** Address of a database with the data, made by SQL if it is not there from the last time: it takes some minutes. */
export async function prepareRecords(serverUrl: string, log: (line: string) => void): Promise<string> {
  const url = new URL(serverUrl)
  url.pathname = `/${DATABASE}`
  const server = connect({ url: serverUrl, max: 1 })
  const [known] =
    await server`select shobj_description(oid, 'pg_database') as version from pg_database where datname = ${DATABASE}`
  if (known?.version !== VERSION) {
    await server.unsafe(`drop database if exists ${DATABASE} with (force)`)
    await server.unsafe(`create database ${DATABASE}`)
    await fill(url.href, log)
    await server.unsafe(`comment on database ${DATABASE} is '${VERSION}'`)
  }
  await server.end()
  await migrate({ url: url.href })
  return url.href
}

async function fill(url: string, log: (line: string) => void): Promise<void> {
  await migrate({ url })
  const sql = connect({ url, max: 1, statementTimeoutMs: 0 })
  await sql`set synchronous_commit = off`
  await sql`set maintenance_work_mem = '512MB'`
  await sql`set session_replication_role = replica`
  await sql.unsafe(idFunction)
  for (const [name, statements] of Object.entries(steps())) {
    const startedAt = performance.now()
    for (const statement of statements) await sql.unsafe(statement)
    log(`${name} … ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`)
  }
  const startedAt = performance.now()
  await rebuild(sql)
  log(`indexes … ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`)
  await sql`vacuum analyze`
  await sql.end()
}

/** Built once over all rows: faster than row by row. */
const withoutIndexes = ['webhook_deliveries', 'sync_runs', 'pushes', 'object_changes']

async function rebuild(sql: Sql): Promise<void> {
  const dropped = await sql<{ definition: string }[]>`select definition from bench_indexes`
  for (const { definition } of dropped) await sql.unsafe(definition)
  await sql`drop table bench_indexes`
}

/** As ids are made elsewhere: the time in nine digits of five bits, then what tells them apart. */
const idFunction = `
  create function bench_id(prefix text, ms bigint, n bigint) returns text language sql immutable as $$
    select prefix || '_' || ${[40, 35, 30, 25, 20, 15, 10, 5, 0].map((bits) => `substr('0123456789abcdefghjkmnpqrstvwxyz', ((ms >> ${bits}) & 31)::int + 1, 1)`).join(' || ')}
      || lpad(to_hex(n), 16, '0')
  $$`

const sums = counters.map((name) => `sum(${name})`).join(', ')
const shopOf = (n: string) => `'shp_bench_' || ((${n} * 7919) % ${sizes.shops})`
/** Times spread evenly over the kept days, the last one now. */
const msOf = (days: number, count: number) =>
  `(${Date.now() - days * DAY_MS} + (n * ${(days * DAY_MS) / count}::float8)::bigint)`
const timeOf = (ms: string) => `to_timestamp(${ms} / 1000.0)`

/** Partitions of the days up to today, in place of the one of everything before. */
const daysOf = (table: string, days: number, bound: string) => `
  do $$ declare bounds text[]; begin
    drop table ${table}_before;
    for back in reverse ${days + 1}..1 loop
      bounds := array(select ${bound} from unnest(array[back, back - 1]) as b, lateral (select date_trunc('day', now(), 'UTC') - make_interval(days => b) as day) d);
      execute format('create table ${table}_%s partition of ${table} for values from (%L) to (%L)', back, bounds[1], bounds[2]);
    end loop;
  end $$`

function steps(): Record<string, string[]> {
  const { shops, deliveries, runs, pushes, orders, changes } = sizes
  const at = {
    deliveries: msOf(AGES.deliveries, deliveries),
    runs: msOf(AGES.runs, runs),
    pushes: msOf(AGES.pushes, pushes),
    changes: msOf(AGES.changes, changes),
  }
  return {
    // As if it had been in use for as long as rows are kept.
    'days before today': [
      daysOf(
        'webhook_deliveries',
        AGES.deliveries,
        "left(bench_id('dlv', floor(extract(epoch from day) * 1000)::bigint, 0), 13)",
      ),
      daysOf('object_changes', AGES.changes, 'day::text'),
    ],
    'indexes dropped': [
      `create table bench_indexes as select indexname as name, replace(indexdef, ' ON ONLY ', ' ON ') as definition from pg_indexes i
        where schemaname = 'public' and tablename in (${withoutIndexes.map((name) => `'${name}'`).join(', ')})
          and not exists (select from pg_constraint c where c.conname = i.indexname)`,
      `do $$ declare i record; begin for i in select name from bench_indexes loop execute format('drop index %I', i.name); end loop; end $$`,
    ],
    shops: [
      `insert into accounts (id, name, plan_id) values ('${accounts.large}', 'large', 'unlimited'), ('${accounts.small}', 'small', 'unlimited')`,
      `insert into shops (id, account_id, platform, domain, access, created_at)
        select 'shp_bench_' || n, case when n < ${SMALL_ACCOUNT_SHOPS} then '${accounts.small}' else '${accounts.large}' end,
          (array['shopify', 'shoprenter', 'shopline'])[n % 3 + 1], 'shop-' || n || '.example.com',
          case when n % 100 = 0 then 'reauth_required' else 'active' end, now() from generate_series(0, ${shops - 1}) n`,
      `insert into watermarks (shop_id, resource, synced_to)
        select 'shp_bench_' || n, r, now() - make_interval(mins => (n % 90)) from generate_series(0, ${shops - 1}) n,
          unnest(array['products', 'customers', 'orders', 'inventory', 'categories', 'locations']) r`,
      `insert into alerts (id, shop_id, kind, failures, detail, raised_at)
        select bench_id('alr', ${Date.now()}, n), 'shp_bench_' || n * 40, 'sync', 3, 'x', now() from generate_series(0, 199) n`,
      `insert into refetches (shop_id, resource, external_id)
        select ${shopOf('n')}, 'orders', n::text from generate_series(1, 20000) n`,
    ],
    orders: [
      `insert into orders (shop_id, external_id, raw, content_hash, number)
        select 'shp_bench_' || n % ${shops}, n::text, '{}', n::text, '#' || 1000 + n / ${shops} from generate_series(0, ${orders - 1}) n`,
    ],
    hours: [
      `insert into shop_hours (shop_id, hour, deliveries_received, deliveries_applied, deliveries_failed, pushes_completed, runs_succeeded)
        select 'shp_bench_' || n, h, 10, 9, (n + extract(hour from h)::int) % 97 / 96, 1, 1
        from generate_series(0, ${shops - 1}) n,
          generate_series(date_trunc('hour', now()) - interval '35 days', date_trunc('hour', now()), interval '1 hour') h
        where h > now() - interval '3 days' or extract(hour from h)::int % 6 = 0`,
      `insert into account_hours
        select s.account_id, h.hour, ${sums} from shop_hours h join shops s on s.id = h.shop_id group by 1, 2`,
      `insert into hour_deltas select ${shopOf('n')}, date_trunc('hour', now()), 'deliveries_applied', 1 from generate_series(1, 5000) n`,
    ],
    deliveries: [
      `insert into webhook_deliveries (id, platform, delivery_id, shop_id, topic, object, content_type, body, status, attempts, error,
          received_at, handled_at, created_at)
        select bench_id('dlv', ms, n), 'shopify', 'bench-' || n, shop,
          case when n % 100000 = 0 then 'rare/topic' else (array['orders/create', 'orders/updated', 'products/update', 'customers/update'])[n % 4 + 1] end,
          'orders/' || (n / ${shops}) % 50 * ${shops} + substr(shop, 11)::int,
          'application/json', case when n % 10 = 0 then 'eyJpZCI6MX0=' end,
          case when n % 100 = 1 then 'failed' when n % 20 = 3 then 'ignored' when n > ${deliveries} - 2000 then 'received' else 'applied' end, 1,
          case when n % 100 = 1 then 'The body could not be parsed (error ' || n % 1000 || ').' when n % 20 = 3 then 'The settings leave it out.' end,
          ${timeOf('ms')}, case when n <= ${deliveries} - 2000 or n % 20 = 3 or n % 100 = 1 then ${timeOf('ms')} end, ${timeOf('ms')}
        from (select n, ${at.deliveries} as ms, ${shopOf('n')} as shop from generate_series(1::bigint, ${deliveries}) n) as g`,
    ],
    runs: [
      `insert into sync_runs (id, shop_id, type, trigger, status, error, started_at, finished_at, created_at)
        select bench_id('run', ms, n), ${shopOf('n')}, case when n % 20 = 0 then 'full' else 'incremental' end, 'schedule',
          case when n % 50 = 0 then 'failed' when n > ${runs} - 300 then 'running' else 'succeeded' end,
          case when n % 50 = 0 then 'orders: the shop did not answer (' || n % 700 || ').' end,
          ${timeOf('ms')}, case when n <= ${runs} - 300 or n % 50 = 0 then ${timeOf('ms')} end, ${timeOf('ms')}
        from (select n, ${at.runs} as ms from generate_series(1::bigint, ${runs}) n) as g`,
    ],
    pushes: [
      `insert into pushes (id, shop_id, key, request_hash, kind, entity, object, payload, target, status, error, created_at, finished_at)
        select bench_id('psh', ms, n), shop, 'k' || n, 'h', 'order.update', 'orders', '{}', '{}',
          jsonb_build_object('id', ((n / ${shops}) % 50 * ${shops} + substr(shop, 11)::int)::text),
          case when n % 100 = 2 then 'failed' when n > ${pushes} - 500 then 'pending' else 'completed' end,
          case when n % 100 = 2 then 'Refused by the shop (' || n % 300 || ').' end, ${timeOf('ms')},
          case when n <= ${pushes} - 500 or n % 100 = 2 then ${timeOf('ms')} end
        from (select n, ${at.pushes} as ms, ${shopOf('n')} as shop from generate_series(1::bigint, ${pushes}) n) as g`,
    ],
    changes: [
      `insert into object_changes (shop_id, at, object, table_name, change, source, causes, columns)
        select shop, ${timeOf('ms')}, 'orders/' || (n / ${shops}) % 50 * ${shops} + substr(shop, 11)::int, 'orders', 'updated', 'webhook',
          array['dlv_bench_' || n], array['status']
        from (select n, ${at.changes} as ms, ${shopOf('n')} as shop from generate_series(1::bigint, ${changes}) n) as g`,
    ],
  }
}

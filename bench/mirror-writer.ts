/**
 * Rows a second through `mirror.writePage` (compare, guarded upsert, children rules, one transaction a page) against
 * one bare `COPY … FROM STDIN` of the same rows into an empty table of the same shape: same columns, compression and
 * primary key; its text is ready before the clock starts. 15 typed columns, 2 to 4 KB of raw JSON, pages of 200, and of
 * 1,000 as bulk reads bring them.
 * `unchanged` makes JSON and hash of every object first, as a sync has to; `compared` has the hashes at hand. Each ratio
 * is shown twice: by the clock, which counts waiting and whatever else the machine does, and by CPU time of Postgres.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { type ChangeOrigin, createKeyring, migrate, openDatabase } from '@shopmirror/db'
import { type Figure, report, summarize } from './report.ts'
import { backendCpuMs } from './support/backend-cpu.ts'
import { createOrders, type Order, toCopyLine } from './support/orders.ts'

const ROWS = 8_000
const PAGE_ROWS = 200
const BULK_PAGE_ROWS = 1_000
const ROUNDS = 5
const CONNECTIONS = 4
const record: ChangeOrigin = { source: 'run', causesOf: () => ['run_bench'] }

const url = process.env.DATABASE_URL
if (!url) throw new Error('Run it by npm run bench, which brings Postgres, or set DATABASE_URL.')

await migrate({ url })
const keyring = createKeyring(`bench:${randomBytes(32).toString('base64')}`)
const database = openDatabase({ url, keyring, max: CONNECTIONS })
const { sql, repositories: db } = database

const shape = `bench_copy_${randomUUID().replaceAll('-', '')}`
await sql.unsafe(`create table ${shape} (like orders including defaults including storage including compression)`)
await sql.unsafe(`alter table ${shape} add primary key (shop_id, external_id)`)
// Analysed in the moment between two loads, it would be planned as an empty table for the next minute.
await sql`alter table orders set (autovacuum_enabled = off)`
const shops = await Promise.all(Array.from({ length: CONNECTIONS }, createShop))

const rounds: Round[] = []
for (let round = 0; round < ROUNDS; round++) rounds.push(await measureRound(round))

const figures: Figure[] = [
  { name: 'mirror writer: COPY, one connection, rows/s', ...summarize(rounds.map(({ copy }) => copy.perSecond)) },
]
for (const { part, load, targets } of [
  { part: 'one', load: 'one connection', targets: { fresh: 0.65, changed: 0.62, unchanged: 10, compared: 10 } },
  { part: 'bulk', load: 'pages of 1,000', targets: { fresh: 0.9, changed: 0.85 } },
  {
    part: 'many',
    load: `${CONNECTIONS} connections`,
    targets: { fresh: 0.95, changed: 0.95, unchanged: 10, compared: 10 },
  },
] satisfies { part: keyof Round; load: string; targets: Partial<Record<Kind, number>> }[]) {
  const rates = rounds.map(({ copy, [part]: loaded }) => ({ copy, loaded }))
  for (const [kind, atLeast] of Object.entries(targets) as [Kind, number][]) {
    figures.push({
      name: `mirror writer: ${kind}, rows/s, ${load}`,
      ...summarize(rates.map(({ loaded }) => loaded[kind].perSecond)),
    })
    figures.push({
      name: `mirror writer: ${kind} ÷ COPY, ${load}`,
      ...summarize(rates.map(({ copy, loaded }) => loaded[kind].perSecond / copy.perSecond)),
      target: { atLeast },
    })
    figures.push({
      name: `mirror writer: ${kind} ÷ COPY by CPU of Postgres, ${load}`,
      ...summarize(rates.map(({ copy, loaded }) => loaded[kind].perCpuSecond / copy.perCpuSecond)),
    })
  }
}
for (const kind of ['fresh', 'changed'] as const) {
  const ratios = rounds.map(({ one, recorded }) => ({
    clock: recorded[kind].perSecond / one[kind].perSecond,
    cpu: recorded[kind].perCpuSecond / one[kind].perCpuSecond,
  }))
  figures.push({
    name: `mirror writer: ${kind}, changes recorded ÷ not recorded`,
    ...summarize(ratios.map(({ clock }) => clock)),
  })
  figures.push({
    name: `mirror writer: ${kind}, changes recorded ÷ not, by CPU of Postgres`,
    ...summarize(ratios.map(({ cpu }) => cpu)),
  })
}
report(figures)
await Promise.all([sql.unsafe(`drop table ${shape}`), removeShops()])
await database.close()

/** `compared`: hashes made beforehand, so that it is what asking Postgres alone takes. */
type Kind = 'fresh' | 'changed' | 'unchanged' | 'compared'
type Rates = Record<Kind, Speed>

/** Rows. */
interface Speed {
  perSecond: number
  perCpuSecond: number
}

interface Round {
  copy: Speed
  one: Rates
  /** As `one`, with what changes recorded, as webhooks, reads and later syncs do. */
  recorded: Rates
  bulk: Rates
  many: Rates
}

/** COPY before and after, so that a slow moment of the machine does not fall on one side alone. */
async function measureRound(round: number): Promise<Round> {
  const orders = createOrders(ROWS, round * 2)
  const changed = createOrders(ROWS, round * 2 + 1)
  const before = await measureCopy(orders)
  const load = { orders, changed, connections: 1, pageRows: PAGE_ROWS }
  const one = await measureWriter(load)
  const recorded = await measureWriter({ ...load, record })
  const bulk = await measureWriter({ ...load, pageRows: BULK_PAGE_ROWS })
  const many = await measureWriter({ ...load, connections: CONNECTIONS })
  const after = await measureCopy(orders)
  return { copy: meanOf(before, after), one, recorded, bulk, many }
}

function meanOf(one: Speed, other: Speed): Speed {
  const mean = (of: keyof Speed) => (one[of] + other[of]) / 2
  return { perSecond: mean('perSecond'), perCpuSecond: mean('perCpuSecond') }
}

async function measureCopy(orders: readonly Order[]): Promise<Speed> {
  const chunks = chunk(orders, PAGE_ROWS).map((page) =>
    Buffer.from(page.map((row) => toCopyLine('shp_copy', row)).join('')),
  )
  const [first] = orders
  if (!first) throw new Error('There is nothing to copy.')
  await settle(`truncate ${shape}`)
  const columns = [
    'shop_id',
    'external_id',
    'source_updated_at',
    'content_hash',
    'synced_at',
    'raw',
    ...Object.keys(first.fields),
  ]
  return rate(async () => {
    const stream = await sql.unsafe(`copy ${shape} (${columns.join(', ')}) from stdin`).writable()
    for (const part of chunks) if (!stream.write(part)) await once(stream, 'drain')
    stream.end()
    await once(stream, 'finish')
  })
}

interface PageShape {
  connections: number
  pageRows: number
  record?: ChangeOrigin
}

interface WriterLoad extends PageShape {
  orders: readonly Order[]
  changed: readonly Order[]
}

/** Each connection fills a shop of its own, as runs do. */
async function measureWriter({ orders, changed, ...shape }: WriterLoad): Promise<Rates> {
  await settle('truncate orders, object_changes')
  const write = (rows: readonly Order[]) => rate(() => writeAll(rows, shape))
  return {
    fresh: await write(orders),
    changed: await write(changed),
    unchanged: await write(changed),
    compared: await measureCompare(shape),
  }
}

async function measureCompare({ connections, pageRows }: PageShape): Promise<Speed> {
  const rows = await sql<{ shopId: string; externalId: string; contentHash: string }[]>`
    select shop_id as "shopId", external_id as "externalId", content_hash as "contentHash" from orders`
  return rate(async () => {
    await Promise.all(
      shops.slice(0, connections).map(async (shopId) => {
        for (const page of chunk(
          rows.filter((row) => row.shopId === shopId),
          pageRows,
        ))
          await db.mirror.compare(shopId, 'orders', page)
      }),
    )
  })
}

async function writeAll(rows: readonly Order[], { connections, pageRows, record }: PageShape): Promise<void> {
  const pages = chunk(rows, pageRows)
  await Promise.all(
    shops.slice(0, connections).map(async (shopId, index) => {
      let writing: Promise<unknown> = Promise.resolve()
      for (const orders of pages.filter((_page, place) => place % connections === index)) {
        // As a sync does: made ready while Postgres works on the page before.
        const rows = await db.mirror.prepare({ origin: 'api', readAt: new Date(), rows: { orders: [...orders] } })
        await writing
        writing = db.mirror.writePage({ shopId, rows, record })
      }
      await writing
    }),
  )
}

async function rate(work: () => Promise<void>): Promise<Speed> {
  const usedMs = await backendCpuMs(sql)
  const startedAt = performance.now()
  await work()
  const tookMs = performance.now() - startedAt
  return { perSecond: (ROWS * 1_000) / tookMs, perCpuSecond: (ROWS * 1_000) / ((await backendCpuMs(sql)) - usedMs) }
}

async function settle(statement: string): Promise<void> {
  await sql.unsafe(statement)
  await sql`checkpoint`
  globalThis.gc?.()
}

async function createShop(): Promise<string> {
  const account = await db.accounts.create({ name: `bench ${randomUUID()}` })
  const { shop } = await db.shops.connect({ accountId: account.id, platform: 'bench', domain: randomUUID() })
  return shop.id
}

async function removeShops(): Promise<void> {
  await sql`truncate orders, object_changes`
  await sql`alter table orders reset (autovacuum_enabled)`
  await sql`delete from shops where id = any(${shops})`
}

function chunk<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
}

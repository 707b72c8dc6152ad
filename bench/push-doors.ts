/**
 * Pushes a second through both doors against a bare insert of the same rows into a table of the same shape: same columns,
 * defaults, indexes and generated column, ids and hashes ready before. By HTTP: requests of 500 to the api, one caller
 * and four; the insert: statements of 500 rows of JSON text over as many connections. By SQL: `push_many` with 500
 * rows, as a trigger of a table calls it, and `push` for each row of a statement; the insert: the same statement without it. Everything in turn,
 * in rounds (5), `--seconds` is what one part of a round takes at least.
 */
import { randomUUID } from 'node:crypto'
import { createKeyring, openDatabase } from '@shopmirror/db'
import { startStack } from '@shopmirror/scripts/stack.ts'
import { createTestDatabase } from '@shopmirror/test/database.ts'
import { request } from 'undici'
import { eachRound, readExtent } from './options.ts'
import { type Figure, report, summarize } from './report.ts'
import { backendCpuMs } from './support/backend-cpu.ts'
import { profiling } from './support/profiling.ts'

const BATCH = 500
const CALLERS = 4
const extent = readExtent({ rounds: 5, seconds: 1.5 })

await using testDatabase = await createTestDatabase()
const stack = await startStack({
  ...{ dataDir: '.data/bench-doors', databaseUrl: testDatabase.url, workers: 0 },
  ...(process.env.REDIS_URL && { redisUrl: process.env.REDIS_URL }),
  sandbox: { products: 1, customers: 0, orders: 0, categories: 0 },
  env: { LOG_LEVEL: 'warn', REQUESTS_PER_MINUTE: '1000000', ...profiling() },
})
const keyring = createKeyring(stack.env.ENCRYPTION_KEYS ?? '')
const database = openDatabase({ url: testDatabase.url, keyring, max: CALLERS })
const { sql } = database

try {
  const shopId = await connectShop()
  await createTables()
  // An api that has just started compiles its code during the first requests.
  await measure(() => post(shopId), 1)
  const rounds = await eachRound(extent.rounds, () => measureRound(shopId))
  report([
    ...figuresOf('HTTP, one caller', { rounds: rounds.map(({ http, bare }) => [http, bare]), atLeast: 0.5 }),
    ...figuresOf('HTTP, four callers', { rounds: rounds.map(({ httpMany, bareMany }) => [httpMany, bareMany]) }),
    ...figuresOf('SQL, push_many', { rounds: rounds.map(({ many, insert }) => [many, insert]), atLeast: 0.7 }),
    ...figuresOf('SQL, push', { rounds: rounds.map(({ one, insert }) => [one, insert]) }),
  ])
} finally {
  await database.close()
  await stack.stop()
}

interface Speed {
  perSecond: number
  perCpuSecond: number
}

async function measureRound(shopId: string) {
  return {
    http: await measure(() => post(shopId), 1),
    bare: await measure(() => insertBare(shopId), 1),
    httpMany: await measure(() => post(shopId), CALLERS),
    bareMany: await measure(() => insertBare(shopId), CALLERS),
    many: await measureSql(shopId, pushMany),
    one: await measureSql(shopId, pushOneByOne),
    insert: await measureSql(shopId, insertFromSource),
  }
}

/** `--seconds` of one part, by the clock and by CPU time of Postgres. The tables are empty at its begin. */
async function measure(work: () => Promise<number>, callers: number): Promise<Speed> {
  await sql`truncate pushes, bare_pushes`
  let rows = 0
  const cpuBefore = await backendCpuMs(sql)
  const startedAt = performance.now()
  const isOver = () => performance.now() - startedAt >= extent.seconds * 1_000
  const call = async () => {
    do rows += await work()
    while (!isOver())
  }
  await Promise.all(Array.from({ length: callers }, call))
  const seconds = (performance.now() - startedAt) / 1_000
  const cpuSeconds = ((await backendCpuMs(sql)) - cpuBefore) / 1_000
  return { perSecond: rows / seconds, perCpuSecond: rows / cpuSeconds }
}

function newPushes() {
  const prefix = randomUUID()
  return Array.from({ length: BATCH }, (_, index) => ({
    ...{ key: `${prefix}-${index}`, kind: 'inventory.set', object: { sku: `SKU-${index}` } },
    payload: { quantity: index, location: '60000000001' },
  }))
}

async function post(shopId: string): Promise<number> {
  const { statusCode, body } = await request(`${stack.apiUrl}/api/v1/shops/${shopId}/pushes`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stack.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ pushes: newPushes() }),
  })
  const text = await body.text()
  if (statusCode !== 202) throw new Error(`The api answered ${statusCode}: ${text.slice(0, 500)}`)
  return BATCH
}

async function insertBare(shopId: string): Promise<number> {
  const rows = newPushes().map((push) => ({ ...push, id: `psh_${randomUUID()}`, hash: randomUUID() }))
  await sql`
    insert into bare_pushes (id, shop_id, key, request_hash, kind, entity, object, payload)
    select id, ${shopId}, key, hash, kind, 'inventory', object, payload
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as r(id text, key text, hash text, kind text, object jsonb, payload jsonb)`
  return BATCH
}

/** The statement alone counts, not the rows that it reads. */
async function measureSql(shopId: string, statement: (shopId: string) => Promise<unknown>): Promise<Speed> {
  return measure(async () => {
    await statement(shopId)
    return BATCH
  }, 1)
}

function pushOneByOne(shopId: string) {
  return sql`
    select count(push(shop => ${shopId}, kind => 'inventory.set', object => object, payload => payload,
      key => gen_random_uuid()::text || nr)) from changed_stock`
}

function pushMany(shopId: string) {
  return sql`
    select count(pushed.id) from (
      select array_agg(object) as objects, array_agg(payload) as payloads, array_agg(gen_random_uuid()::text || nr) as keys
      from changed_stock
    ) as given, push_many(shop => ${shopId}, kind => 'inventory.set', objects => objects, payloads => payloads,
      keys => keys) as pushed`
}

function insertFromSource(shopId: string) {
  return sql`
    insert into bare_pushes (id, shop_id, key, request_hash, kind, entity, object, payload)
    select id || gen_random_uuid(), ${shopId}, gen_random_uuid()::text || nr, hash, 'inventory.set', 'inventory', object, payload
    from changed_stock`
}

async function createTables(): Promise<void> {
  await sql`create table bare_pushes (like pushes including all)`
  await sql`
    create table changed_stock as
    select nr, 'psh_' as id, encode(sha256(nr::text::bytea), 'base64') as hash,
      jsonb_build_object('sku', 'SKU-' || nr) as object,
      jsonb_build_object('quantity', nr, 'location', '60000000001') as payload
    from generate_series(1, ${BATCH}::int) as nr`
  await sql`analyze changed_stock`
}

async function connectShop(): Promise<string> {
  const { shops } = database.repositories
  const domain = stack.sandbox?.shopify.shop().domain ?? ''
  const { shop } = await shops.connect({ accountId: stack.accountId, platform: 'shopify', domain })
  await shops.setAccess({ shopId: shop.id, version: null, access: 'active' })
  return shop.id
}

function figuresOf(
  door: string,
  { rounds, atLeast }: { rounds: readonly (readonly [Speed, Speed])[]; atLeast?: number },
): Figure[] {
  return [
    { name: `push doors: ${door}, pushes/s`, ...summarize(rounds.map(([ours]) => ours.perSecond)) },
    {
      name: `push doors: ${door} ÷ bare insert`,
      ...summarize(rounds.map(([ours, bare]) => ours.perSecond / bare.perSecond)),
      ...(atLeast !== undefined && { target: { atLeast } }),
    },
    {
      name: `push doors: ${door} ÷ bare insert by CPU of Postgres`,
      ...summarize(rounds.map(([ours, bare]) => ours.perCpuSecond / bare.perCpuSecond)),
    },
  ]
}

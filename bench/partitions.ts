/**
 * Dropping a day of ten million deliveries while others are recorded: how long it takes, and what they notice.
 */
import { randomBytes } from 'node:crypto'
import { createKeyring, type NewDelivery, openDatabase } from '@shopmirror/db'
import { createTestDatabase } from '@shopmirror/test/database.ts'
import { report } from './report.ts'

const ROWS = Number(process.env.BENCH_DELIVERIES ?? 10_000_000)
const BATCH = 100
const BASELINE_MS = 10_000

await using database = await createTestDatabase()
const keyring = createKeyring(`bench:${randomBytes(32).toString('base64')}`)
const { sql, repositories: db, close } = openDatabase({ url: database.url, keyring, max: 4, statementTimeoutMs: 0 })

const filledIn = await timed(fill)
process.stdout.write(`${ROWS.toLocaleString('en')} deliveries in ${(filledIn / 1_000).toFixed(0)} s\n`)
let isOver = false
const times: { at: number; ms: number }[] = []
const recording = record()
await new Promise((resolve) => setTimeout(resolve, BASELINE_MS))
const droppingAt = performance.now()
const dropped = await timed(async () => {
  const days = await db.deliveries.dropDays(new Date())
  if (!days.includes('webhook_deliveries_before')) throw new Error(`Dropped only: ${days.join(', ')}`)
})
const endedAt = performance.now()
isOver = true
await recording
await close()

const before = times.filter(({ at }) => at < droppingAt)
const during = times.filter(({ at, ms }) => at + ms >= droppingAt && at <= endedAt)
report([
  {
    name: `partitions: a day of ${ROWS.toLocaleString('en')} deliveries is dropped`,
    value: dropped / 1_000,
    unit: 's',
    target: { atMost: 1 },
  },
  {
    name: `partitions: ${BATCH} deliveries recorded, longest of ${BASELINE_MS / 1_000} s before`,
    value: longest(before),
    unit: 'ms',
  },
  { name: `partitions: ${BATCH} deliveries recorded, longest meanwhile`, value: longest(during), unit: 'ms' },
])

/** As they are after their handling; all before the first day, in the partition of what was there before. */
async function fill(): Promise<void> {
  await sql`
    insert into webhook_deliveries (id, platform, delivery_id, shop_id, topic, object, content_type, status, attempts, received_at, handled_at)
    select 'dlv_0' || lpad(n::text, 24, '0'), 'shopify', n::text, 'shp_' || n % 10000, 'orders/updated', 'orders/' || n % 500000,
      'application/json', 'applied', 1, now() - interval '60 days', now() - interval '60 days'
    from generate_series(1, ${ROWS}) n`
}

async function record(): Promise<void> {
  for (let batch = 0; !isOver; batch++) {
    const deliveries = Array.from({ length: BATCH }, (_, n): NewDelivery => {
      const deliveryId = `bench-${batch}-${n}`
      const content = { contentType: 'application/json', body: 'e30=', triggeredAt: null, receivedAt: new Date() }
      return { platform: 'shopify', deliveryId, topic: 'orders/updated', ...content }
    })
    const at = performance.now()
    times.push({ at, ms: await timed(() => db.deliveries.record(deliveries)) })
  }
}

function longest(all: readonly { ms: number }[]): number {
  return Math.max(...all.map(({ ms }) => ms))
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

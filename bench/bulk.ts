/**
 * A full read of 100,000 products of three variants (`--products N`) by a bulk operation, from the result's address to
 * the rows in Postgres, against the mirror writer alone on the very same pages. The sandbox makes the result before the
 * clock starts: how long the platform takes is not ours. Then the result alone: split by root and joined, beside
 * `JSON.parse` of each line, and how much of the split the main thread does. Memory is of this whole process, the sandbox that serves the file included.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { createKeyring, migrate, openDatabase } from '@shopmirror/db'
import { readAhead } from '@shopmirror/jobs/testing'
import type { Json, Page } from '@shopmirror/platforms'
import {
  fillSpool,
  joinLines,
  linesOf,
  partsFor,
  readPartition,
  removeSpool,
  splitLines,
  startBulkStage,
} from '@shopmirror/platforms/shopify/testing'
import { until } from '@shopmirror/test/until.ts'
import { request } from 'undici'
import { readNumber } from './options.ts'
import { report, summarize } from './report.ts'
import { productEdges } from './support/bulk-products.ts'

const count = readNumber('products', 100_000)
const ROWS_EACH = 4
/** One after the other, so that a slow moment of the machine does not fall on one side alone. */
const ROUNDS = 5

const url = process.env.DATABASE_URL
if (!url) throw new Error('Run it by npm run bench, which brings Postgres, or set DATABASE_URL.')
await migrate({ url })
const keyring = createKeyring(`bench:${randomBytes(32).toString('base64')}`)
const database = openDatabase({ url, keyring, max: 4 })
const { sql, repositories: db } = database

const stage = await startBulkStage({ count, edgesFrom: productEdges })
const reader = stage.reader()
const shopId = await createShop()
const begun = await readPage(null)
const operation = await until(() => stage.bulkOperations.list().find(({ url: result }) => result), {
  timeoutMs: 600_000,
})
const megabytes = Number(operation.fileSize) / 2 ** 20
const expected = { objects: Number(operation.objectCount), roots: Number(operation.rootObjectCount) }
const spool = { folder: `${stage.spoolDir}/bench`, parts: partsFor(Number(operation.fileSize)) }
const file = `${stage.spoolDir}/result.jsonl`
await writeFile(file, (await request(operation.url ?? '')).body)

const rounds: Awaited<ReturnType<typeof measureRound>>[] = []
for (let round = 0; round < ROUNDS; round++) rounds.push(await measureRound())
const memory = rounds.at(-1)?.memory ?? []
const tenth = Math.ceil(memory.length / 10)
const [first, last] = [summarize(memory.slice(0, tenth)).value, summarize(memory.slice(-tenth)).value]
report([
  { name: 'bulk: size of the result', value: megabytes, unit: 'MB' },
  { name: 'bulk: result to mirror, rows/s', ...summarize(rounds.map(({ bulk }) => bulk)) },
  { name: 'bulk: mirror writer alone, same pages, rows/s', ...summarize(rounds.map(({ alone }) => alone)) },
  {
    name: 'bulk: result to mirror ÷ mirror writer alone',
    ...summarize(rounds.map(({ bulk, alone }) => bulk / alone)),
    target: { atLeast: 0.85 },
  },
  { name: 'bulk: split by root and joined, MB/s', ...summarize(rounds.map(({ joined }) => joined)) },
  { name: 'bulk: JSON.parse of each line, MB/s', ...summarize(rounds.map(({ parsed }) => parsed)) },
  {
    name: 'bulk: split and joined ÷ JSON.parse',
    ...summarize(rounds.map(({ joined, parsed }) => joined / parsed)),
    target: { atLeast: 0.6 },
  },
  {
    name: 'bulk: main thread ÷ process, CPU time of the split',
    ...summarize(rounds.map(({ split }) => split.cpuShare)),
  },
  {
    name: 'bulk: utilization of the event loop during the split',
    ...summarize(rounds.map(({ split }) => split.utilization)),
  },
  { name: 'bulk: memory in the first tenth', value: first, unit: 'MB' },
  { name: 'bulk: memory in the last tenth', value: last, unit: 'MB' },
  { name: 'bulk: memory, last tenth ÷ first tenth', value: last / first, target: { atMost: 1.2 } },
])
await clear()
await sql`delete from shops where id = ${shopId}`
await Promise.all([stage.close(), database.close()])

/** The writer alone gets pages that are read before its clock starts, one at a time: all together would not fit. */
async function measureRound() {
  await clear()
  const memory: number[] = []
  const startedAt = performance.now()
  for await (const page of readAhead(readPage, begun.next)) {
    await write(page)
    memory.push(process.memoryUsage.rss() / 2 ** 20)
  }
  const bulk = rate(performance.now() - startedAt)

  await clear()
  let spentMs = 0
  for (let cursor = begun.next; cursor !== null; ) {
    const page = await readPage(cursor)
    const writtenAt = performance.now()
    await write(page)
    spentMs += performance.now() - writtenAt
    cursor = page.next
  }
  const [joined, parsed, split] = [await measureJoin(), await measureParse(), await measureSplit()]
  return { bulk, alone: rate(spentMs), memory, joined, parsed, split }
}

async function readPage(cursor: Json): Promise<Page> {
  const page = await reader.readPage({ resource: 'products', window: null, cursor })
  if (!page) throw new Error('The products were to be read by bulk operation.')
  return page
}

async function write({ rows }: Page): Promise<void> {
  await db.mirror.writePage({ shopId, rows })
}

function rate(ms: number): number {
  return (count * ROWS_EACH * 1_000) / ms
}

async function measureJoin(): Promise<number> {
  const { body } = await request(operation.url ?? '')
  const startedAt = performance.now()
  await fillSpool(spool, body, expected)
  let roots = 0
  for (let part = 0; part < spool.parts; part++)
    roots += (await joinLines(linesOf(await readPartition(spool, part)), { ProductVariant: 'variants' })).length
  const seconds = (performance.now() - startedAt) / 1_000
  await removeSpool(spool)
  if (roots !== count) throw new Error(`${roots} products came of ${count}.`)
  return megabytes / seconds
}

async function measureParse(): Promise<number> {
  const { body } = await request(operation.url ?? '')
  const startedAt = performance.now()
  let lines = 0
  for await (const batch of splitLines(body))
    for (const line of batch) if (typeof JSON.parse(line.toString()) === 'object') lines += 1
  if (lines !== count * ROWS_EACH) throw new Error(`${lines} lines came of ${count * ROWS_EACH}.`)
  return megabytes / ((performance.now() - startedAt) / 1_000)
}

/** From a file, because the sandbox serves a download in this very thread. Both from 0 to 1. */
async function measureSplit(): Promise<{ cpuShare: number; utilization: number }> {
  const [all, main, loop] = [process.cpuUsage(), process.threadCpuUsage(), performance.eventLoopUtilization()]
  await fillSpool(spool, createReadStream(file), expected)
  const { utilization } = performance.eventLoopUtilization(loop)
  const cpuShare = sum(process.threadCpuUsage(main)) / sum(process.cpuUsage(all))
  await removeSpool(spool)
  return { cpuShare, utilization }
}

function sum({ user, system }: NodeJS.CpuUsage): number {
  return user + system
}

async function clear(): Promise<void> {
  await sql`truncate products, product_variants`
  await sql`checkpoint`
  globalThis.gc?.()
}

async function createShop(): Promise<string> {
  const account = await db.accounts.create({ name: `bench ${randomUUID()}` })
  const { shop } = await db.shops.connect({ accountId: account.id, platform: 'bench', domain: randomUUID() })
  return shop.id
}

/**
 * What the dashboard asks for, timed at the server: 10,000 shops, 10 million deliveries, a million runs and a million
 * pushes in one database, each question asked by an operator, by an account with nearly all shops, and by one with 20.
 * The database is made by SQL and kept for the next time: `drop database bench_dashboard` removes it.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createKeyring, openDatabase } from '@shopmirror/db'
import { startApi } from '@shopmirror/scripts/app-processes.ts'
import { createDevSecrets } from '@shopmirror/scripts/dev-secrets.ts'
import { freePort } from '@shopmirror/scripts/ports.ts'
import { createSupervisor } from '@shopmirror/scripts/supervise.ts'
import { readExtent } from './options.ts'
import { type Figure, report } from './report.ts'
import { accounts, prepareRecords, sizes } from './support/records.ts'

const { rounds } = readExtent({ rounds: 12, seconds: 1 })
/** Of each list and search, ms. */
const LIST_MS = 300
const OVERVIEW_MS = 1_000
const DAY_MS = 86_400_000

const [serverUrl, redisUrl] = [process.env.DATABASE_URL, process.env.REDIS_URL]
if (!serverUrl || !redisUrl) throw new Error('Run it by npm run bench, which brings Redis and Postgres.')

const say = (line: string) => process.stdout.write(`${line}\n`)
const url = await prepareRecords(serverUrl, say)
const secrets = createDevSecrets()
const database = openDatabase({ url, keyring: createKeyring(secrets.ENCRYPTION_KEYS), max: 2 })
const { apiKeys } = database.repositories
const callers = {
  operator: (await apiKeys.issue({ accountId: accounts.small, role: 'operator' })).key,
  'large account': (await apiKeys.issue({ accountId: accounts.large, role: 'member' })).key,
  'small account': (await apiKeys.issue({ accountId: accounts.small, role: 'member' })).key,
}
const examples = await findExamples()

const logs = await mkdtemp(join(tmpdir(), 'bench-'))
const supervisor = createSupervisor()
const env = {
  ...{ PATH: process.env.PATH, ...secrets, DATABASE_URL: url, REDIS_URL: redisUrl, QUEUE_PREFIX: '{bench-dashboard}' },
  ...{ HOST: '127.0.0.1', PUBLIC_URL: 'http://127.0.0.1:9', LOG_LEVEL: 'warn', REQUESTS_PER_MINUTE: '1000000' },
}
const api = await startApi({ supervisor, env, logFile: join(logs, 'api.log') }, await freePort())
const figures: Figure[] = []
try {
  for (const [name, ask] of Object.entries(questions())) figures.push(...(await measure(name, ask)))
} finally {
  await supervisor.close()
  await database.close()
  await rm(logs, { recursive: true })
}
report(figures)

/** Asks in turns, so that a slow moment of the machine does not fall on one caller alone. */
async function measure(name: string, ask: (round: number) => string): Promise<Figure[]> {
  const times: { caller: string; ms: number; path: string }[] = []
  // Once for each without counting: what is looked at often is in memory.
  for (const key of Object.values(callers)) await timeOf(ask(rounds), key)
  for (let round = 0; round < rounds; round++)
    for (const [caller, key] of Object.entries(callers)) {
      const path = ask(round)
      times.push({ caller, path, ms: await timeOf(path, key) })
    }
  const sorted = times.toSorted((one, other) => one.ms - other.ms)
  const slowest = sorted.at(-1)
  if (slowest) say(`${name}: slowest ${slowest.ms.toFixed(0)} ms, ${slowest.caller}, ${slowest.path}`)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]?.ms ?? Number.NaN
  const limit = name === 'overview' ? OVERVIEW_MS : LIST_MS
  return [
    { name: `dashboard: ${name}, p50`, value: at(0.5), unit: 'ms' },
    { name: `dashboard: ${name}, p95`, value: at(0.95), unit: 'ms', target: { atMost: limit } },
  ]
}

async function timeOf(path: string, key: string): Promise<number> {
  const startedAt = performance.now()
  const answer = await fetch(`${api.url}/api/v1${path}`, { headers: { authorization: `Bearer ${key}` } })
  const body = await answer.text()
  if (!answer.ok && answer.status !== 404) throw new Error(`${path} answered ${answer.status}: ${body}`)
  return performance.now() - startedAt
}

interface Example {
  id: string
  shop: string
  object: string
}

/** Deliveries of the small account, which every caller may see. */
async function findExamples(): Promise<Example[]> {
  const rows = await database.sql<Example[]>`
    select id, shop_id as shop, object from webhook_deliveries
    where shop_id in (select id from shops where account_id = ${accounts.small}) order by id desc limit 200`
  return [...rows]
}

function questions(): Record<string, (round: number) => string> {
  const example = (round: number) => examples[(round * 7) % examples.length] ?? { id: '', shop: '', object: '' }
  const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString()
  const numberOf = (round: number) => 1_000 + (round % (sizes.orders / sizes.shops))
  return {
    overview: () => '/overview',
    'statistics, 24 hours': () => '/statistics',
    'statistics of one shop, 30 days': (round) => `/statistics?shop=${example(round).shop}&from=${daysAgo(30)}`,
    shops: () => '/shops',
    'shops of a platform': () => '/shops?platform=shopify',
    runs: () => '/runs',
    'runs that failed': () => '/runs?status=failed',
    'runs by error': (round) => `/runs?error=${encodeURIComponent(`(${round * 50})`)}`,
    deliveries: () => '/deliveries',
    'deliveries that failed': () => '/deliveries?status=failed',
    'deliveries of one shop': (round) => `/deliveries?shop=${example(round).shop}`,
    'deliveries by object': (round) => `/deliveries?object=${example(round).object}`,
    'one delivery': (round) => `/deliveries/${example(round).id}`,
    pushes: () => '/pushes',
    'pushes that failed': () => '/pushes?status=failed',
    alerts: () => '/alerts',
    quarantine: () => '/quarantine',
    activity: () => '/activity',
    'activity that failed': () => '/activity?status=failed',
    'activity of one shop': (round) => `/activity?shop=${example(round).shop}`,
    'activity by order number': (round) => `/activity?object=${numberOf(round)}`,
    'activity by object id': (round) => `/activity?object=${example(round).object.split('/')[1]}`,
    'activity by error': (round) => `/activity?error=${encodeURIComponent(`error ${(round * 100 + 1) % 1_000}`)}`,
    'activity by an error that nothing has': (round) => `/activity?error=nothing-${round}`,
    'activity by a rare topic': () => '/activity?topic=rare/topic',
    'activity of three weeks ago': () => `/activity?until=${daysAgo(21)}`,
    'open activity': () => '/activity?status=open',
    'objects of a shop': (round) => `/shops/${example(round).shop}/objects?q=${numberOf(round)}`,
    'life of an object': (round) => `/shops/${example(round).shop}/objects/${example(round).object}/life`,
  }
}

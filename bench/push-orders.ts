/**
 * Proof that no order is made twice or lost: `--orders` (10,000) are pushed over HTTP to shops of every platform, 5 % of
 * the platforms' answers are lost after the call was carried out, 5 % of our own requests are repeated, and every 10 s a
 * worker is killed and replaced. At the end the shops themselves are counted.
 */
import { type Expectation, expectations } from '@shopmirror/sandbox'
import { findFirstRun, waitForRun } from '@shopmirror/scripts/journey.ts'
import { countOrders, type PushedShop, pushOrders, untilPushed } from '@shopmirror/test/pushed-orders.ts'
import { startSystem } from '@shopmirror/test/system.ts'
import { readCommandLine } from './options.ts'
import { report } from './report.ts'

const ORDERS = 10_000
// The api takes ten connects a minute from one address.
const SHOPS_PER_PLATFORM = 2
const WORKERS = 2
const KILL_EVERY_MS = 10_000
const TIMEOUT_MS = 3_600_000

const wanted = Number(readCommandLine().values.orders ?? ORDERS)
const names = expectations.flatMap(({ platform }) =>
  Array.from({ length: SHOPS_PER_PLATFORM }, (_, index) => ({ platform, world: `p-${platform}-${index}` })),
)
await using system = await startSystem({
  sandbox: { shops: names.map(({ world }) => world), products: 20, customers: 1, orders: 1, appWrites: true },
  workers: WORKERS,
  env: { LOG_LEVEL: 'warn', REQUESTS_PER_MINUTE: '1000000' },
})

const shops: PushedShop[] = []
for (const { platform, world } of names) shops.push(await connectShop(expectationFor(platform), world))
const perShop = Math.ceil(wanted / shops.length)
let kills = 0
const killing = setInterval(() => void replaceWorker(), KILL_EVERY_MS)
const startedAt = performance.now()
const pushed = await Promise.all(shops.map((shop) => pushOrders(system, shop, perShop)))
await Promise.all(shops.map(({ shopId }) => untilPushed(system, shopId, TIMEOUT_MS)))
const seconds = (performance.now() - startedAt) / 1_000
clearInterval(killing)
system.sandbox.faults.clear()

const counted = shops.map((shop, index) => countOrders(system, shop, pushed[index] ?? []))
const sum = (of: 'once' | 'twice' | 'missing' | 'wrong') => counted.reduce((total, each) => total + each[of], 0)
const orders = perShop * shops.length
report([
  { name: 'push orders: pushed', value: orders },
  { name: 'push orders: in the shop once ÷ pushed', value: sum('once') / orders, target: { atLeast: 1 } },
  { name: 'push orders: in the shop twice', value: sum('twice'), target: { atMost: 0 } },
  { name: 'push orders: missing', value: sum('missing'), target: { atMost: 0 } },
  { name: 'push orders: with other lines', value: sum('wrong'), target: { atMost: 0 } },
  { name: 'push orders: workers killed', value: kills },
  { name: 'push orders: orders/s', value: orders / seconds },
])

function expectationFor(platform: string): Expectation {
  const expectation = expectations.find((each) => each.platform === platform)
  if (!expectation) throw new Error(`No emulated platform is called ${platform}.`)
  return expectation
}

async function connectShop(expectation: Expectation, world: string): Promise<PushedShop> {
  const domain = expectation.domainOf(world)
  const shopId = await system.connect(domain)
  await waitForRun(system, await findFirstRun(system, shopId))
  return { expectation, domain, shopId }
}

/** The oldest worker dies; a new one takes its place. */
async function replaceWorker(): Promise<void> {
  const doomed = system.stack.workers.shift()
  if (!doomed) return
  await system.kill(doomed)
  await system.stack.addWorker()
  kills += 1
}

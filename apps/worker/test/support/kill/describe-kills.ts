import { expectations, orderStatuses } from '@shopmirror/sandbox'
import { findFirstRun, waitForRun } from '@shopmirror/scripts/journey.ts'
import { startSystem } from '@shopmirror/test/system.ts'
import { until } from '@shopmirror/test/until.ts'
import { afterAll, afterEach, expect, test } from 'vitest'
import type { KillCases, Target } from './kill-cases.ts'

const WORLD = 'kill-bolt'
const CHANGES = 40
const KILLED_AFTER = [7, 21, 31]

/** Declares the tests of a platform whose workers are killed. Each test file calls it once: it starts a system. */
export async function describeKills(only: KillCases): Promise<void> {
  const target = await startTarget(only)
  afterEach(() => target.system.sandbox.faults.clear())
  afterAll(() => target.system[Symbol.asyncDispose]())
  only.beforeInstall?.(target)
  testFullSync(target, only)
  testWebhooks(target)
  only.whileConnected?.(target)
}

async function startTarget({ platform, sandbox, env }: KillCases): Promise<Target> {
  const expectation = expectations.find((each) => each.platform === platform)
  if (!expectation) throw new Error(`No emulated platform is called ${platform}.`)
  const system = await startSystem({ sandbox: { shops: [WORLD], ...sandbox }, env })
  const replaceWorkers = async () => {
    const doomed = system.stack.workers.splice(0)
    await Promise.all(doomed.map((worker) => system.kill(worker)))
    await system.stack.addWorker()
  }
  return { system, expectation, domain: expectation.domainOf(WORLD), shopId: '', runId: '', replaceWorkers }
}

function testFullSync(target: Target, only: KillCases): void {
  const { system, domain } = target

  test('workers killed in the middle of a full sync: the next resumes where the run was, and it ends equal', async () => {
    target.shopId = await system.connect(domain)
    target.runId = await findFirstRun(system, target.shopId)
    for (const isReached of only.moments(target)) {
      await isReached()
      await target.replaceWorkers()
    }
    await waitForRun(system, target.runId)
    expect(await system.differences(domain, target.shopId)).toBe('')
    const [row] = await system.sql`select epoch from sync_runs where id = ${target.runId}`
    expect(row?.epoch).toBeGreaterThan(1)
    await only.checkRun?.(target)
  })
}

function testWebhooks(target: Target): void {
  const { system, expectation, domain } = target
  const world = expectation.worldOf(system.sandbox, domain)
  const webhooks = expectation.webhooksOf(system.sandbox)

  test('workers killed while webhooks pour in: none is lost, none is recorded twice', async () => {
    await until(() => expectation.isSubscribed(system.sandbox, domain), { timeoutMs: 60_000 })
    await webhooks.idle()
    const before = { ...webhooks.counts, rows: (await countDeliveries(target)).all }
    const ids = world.placedOrders().slice(100, 100 + CHANGES)
    for (const [index, id] of ids.entries()) {
      world.changeOrderStatus(id, orderStatuses[index % 5] ?? 'processing', 'Átadva')
      if (KILLED_AFTER.includes(index)) await target.replaceWorkers()
    }
    await webhooks.idle()
    const differences = () => system.differences(domain, target.shopId)
    await expect.poll(differences, { timeout: 60_000, interval: 300 }).toBe('')

    const accepted = webhooks.counts.accepted - before.accepted
    expect(accepted).toBeGreaterThanOrEqual(CHANGES)
    expect(webhooks.counts.sent - before.sent).toBe(accepted)
    const rows = before.rows + accepted
    await until(async () => (await countDeliveries(target)).handled >= rows, { timeoutMs: 30_000 })
    expect(await countDeliveries(target)).toEqual({ all: rows, handled: rows })
  })
}

async function countDeliveries({ system, shopId }: Target): Promise<{ all: number; handled: number }> {
  const [row] = await system.sql`
    select count(*)::int as all, count(handled_at)::int as handled from webhook_deliveries where shop_id = ${shopId}`
  return { all: row?.all ?? 0, handled: row?.handled ?? 0 }
}

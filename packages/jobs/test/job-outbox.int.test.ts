import { randomUUID } from 'node:crypto'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { describeShop } from '../src/installs/describe-shop.ts'
import { installShop } from '../src/installs/install-shop.ts'
import { drainJobOutbox } from '../src/queue/drain-job-outbox.ts'
import { withOutbox } from '../src/queue/with-outbox.ts'
import { createStage, withoutRedis } from './context.ts'

let now = new Date('2026-06-01T00:00:00Z')
const stage = await createStage({ platforms: [], now: () => now })
const { context, sql } = stage
afterAll(() => stage[Symbol.asyncDispose]())

let shopId: string
beforeEach(async () => {
  await sql`delete from job_outbox`
  await stage.forgetJobs()
  shopId = `shp_${randomUUID()}`
})

const drain = (changed = context) => drainJobOutbox.run({}, changed, stage.attempt())
const waitLease = () => {
  now = new Date(now.getTime() + 20_000)
}
const rows = () => sql`select name, attempts, last_error from job_outbox order by id`
const waiting = () => stage.waiting(describeShop)
const change = (changed = context) =>
  withOutbox(changed, async (db, enqueue) => {
    await enqueue(describeShop, { shopId })
    return (await db.accounts.create({ name: shopId })).id
  })
const countAccounts = async () => (await sql`select from accounts where name = ${shopId}`).length

test('a job is in its queue as soon as the change has committed, and leaves the outbox', async () => {
  await change()
  expect(await waiting()).toEqual([{ shopId }])
  expect(await rows()).toEqual([])
})

test('a job is not in its queue before the commit', async () => {
  await withOutbox(context, async (_db, enqueue) => {
    await enqueue(describeShop, { shopId })
    expect(await waiting()).toEqual([])
  })
  expect(await waiting()).toHaveLength(1)
})

test('a change that is rolled back leaves no job', async () => {
  const failing = withOutbox(context, async (_db, enqueue) => {
    await enqueue(describeShop, { shopId })
    throw new Error('Refused.')
  })
  await expect(failing).rejects.toThrow('Refused.')
  waitLease()
  await drain()
  expect([await rows(), await waiting()]).toEqual([[], []])
})

test('a payload the job would not take rolls the change back', async () => {
  const failing = withOutbox(context, async (db, enqueue) => {
    await db.accounts.create({ name: shopId })
    await enqueue(describeShop, { shopId: 7 as unknown as string })
  })
  await expect(failing).rejects.toMatchObject({ name: 'ZodError' })
  expect(await countAccounts()).toBe(0)
})

test('while Redis is down the change is committed, and its job is sent when Redis is back', async () => {
  await change(withoutRedis(context))
  expect(await countAccounts()).toBe(1)
  waitLease()
  await drain(withoutRedis(context))
  expect(await rows()).toEqual([{ name: 'shop.describe', attempts: 1, last_error: 'Redis is down.' }])
  waitLease()
  await drain()
  expect([await rows(), await waiting()]).toEqual([[], [{ shopId }]])
})

test('a Redis that does not answer delays nothing, and the job is sent later', async () => {
  const enqueue = Object.assign((...args: Parameters<typeof context.enqueue>) => context.enqueue(...args), {
    ...context.enqueue,
    add: () => new Promise<void>(() => undefined),
  }) as typeof context.enqueue
  await change({ ...context, enqueue })
  expect(await rows()).toMatchObject([{ last_error: 'Redis did not answer within 2000 ms.' }])
  waitLease()
  await drain()
  expect(await waiting()).toEqual([{ shopId }])
})

test('a process that dies between the commit and the queue leaves its job to others when its lease expires', async () => {
  const dead = new Promise<void>(() => undefined)
  const dying = { ...context, db: { ...context.db, transaction: commitAndDie } as typeof context.db }
  async function commitAndDie<T>(work: Parameters<typeof context.db.transaction<T>>[0]): Promise<T> {
    await context.db.transaction(work)
    await dead
    throw new Error('Unreachable.')
  }
  void change(dying)
  await expect.poll(countAccounts).toBe(1)
  await drain()
  expect(await waiting()).toEqual([])
  waitLease()
  await drain()
  expect([await rows(), await waiting()]).toEqual([[], [{ shopId }]])
})

test('a process that dies between the queue and the outbox has its job sent twice, which is one job', async () => {
  const remove = () => Promise.reject(new Error('Connection is closed.'))
  const jobOutbox = { ...context.db.jobOutbox, remove }
  await change({ ...context, db: { ...context.db, jobOutbox } })
  expect([await rows(), await waiting()]).toMatchObject([[{ name: 'shop.describe' }], [{ shopId }]])
  waitLease()
  await drain()
  expect([await rows(), await waiting()]).toEqual([[], [{ shopId }]])
})

test('any number of processes drain at once, and each job is sent by one', async () => {
  const sent: string[] = []
  const enqueue = Object.assign((...args: Parameters<typeof context.enqueue>) => context.enqueue(...args), {
    ...context.enqueue,
    add: async (entry: Parameters<typeof context.enqueue.add>[0]) => {
      sent.push(JSON.stringify(entry.payload))
      await context.enqueue.add(entry)
    },
  }) as typeof context.enqueue
  for (let index = 0; index < 250; index++)
    await withOutbox(withoutRedis(context), (_db, add) => add(describeShop, { shopId: `${shopId}-${index}` }))
  waitLease()
  await Promise.all(Array.from({ length: 4 }, () => drain({ ...context, enqueue })))
  expect([sent.length, new Set(sent).size]).toEqual([250, 250])
  expect(await rows()).toEqual([])
})

test('jobs are sent in the order in which they were written, with their delay', async () => {
  await withOutbox(withoutRedis(context), async (_db, enqueue) => {
    for (const id of ['a', 'b', 'c']) await enqueue(installShop, { installationId: id })
    await enqueue(describeShop, { shopId }, { delayMs: 60_000 })
  })
  waitLease()
  await drain()
  expect((await stage.waiting(installShop)).map(({ installationId }) => installationId)).toEqual(['a', 'b', 'c'])
  expect(await stage.delayed(describeShop)).toBe(1)
})

test('a job that its queue refuses blocks no other', async () => {
  await withOutbox(withoutRedis(context), async (_db, enqueue) => {
    await enqueue(installShop, { installationId: 'refused' })
    await enqueue(describeShop, { shopId })
  })
  await sql`update job_outbox set options = '{"deduplication": {"id": 7}, "jobId": "1"}' where name = 'shop.install'`
  await sql`insert into job_outbox (queue, name, payload, options, available_at)
    values ('of-a-newer-version', 'thing.do', '{}', '{}', '-infinity')`
  waitLease()
  await drain()
  expect(await waiting()).toEqual([{ shopId }])
  const left = await rows()
  expect(left).toMatchObject([
    { name: 'shop.install', attempts: 1, last_error: expect.any(String) },
    { name: 'thing.do', attempts: 0 },
  ])
})

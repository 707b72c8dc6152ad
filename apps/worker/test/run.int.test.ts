import { randomUUID } from 'node:crypto'
import { MissingKeyError } from '@shopmirror/db'
import { type Attempt, defineJob, type Job } from '@shopmirror/jobs'
import { AuthRevokedError, PermanentError, RateLimitedError, RetryableError } from '@shopmirror/platforms'
import { until } from '@shopmirror/test/until.ts'
import type { Job as QueuedJob } from 'bullmq'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { GIVE_UP_AFTER_MS } from '../src/settle.ts'
import type { Workers } from '../src/workers.ts'
import { createStage } from './support/stage.ts'

const stage = await createStage()
const { context, queues, lines } = stage
afterAll(() => stage[Symbol.asyncDispose]())

const payload = z.object({ shopId: z.string(), object: z.string().default('1') })
type Payload = z.output<typeof payload>

/** What the job does at each try; the last one is repeated. */
let behaviour: ((payload: Payload, attempt: Attempt) => Promise<void> | void)[]
let tries: Payload[]
let failures: unknown[]

const work = defineJob({
  name: 'object.work',
  queue: 'sync',
  payload,
  options: { attempts: 3, backoffMs: 20 },
  id: ({ shopId, object }) => `${shopId}-${object}`,
  shopOf: ({ shopId }) => shopId,
  async run(data, _context, attempt) {
    tries.push(data)
    await (behaviour[tries.length - 1] ?? behaviour.at(-1))?.(data, attempt)
  },
  async failed(_data, _context, error) {
    failures.push(error)
  },
})

let shopId: string
let workers: Workers
beforeEach(async () => {
  behaviour = []
  tries = []
  failures = []
  lines.length = 0
  shopId = await stage.connectShop()
  workers = stage.start([work])
})
afterEach(async () => {
  await workers.close()
  await queues.sync.obliterate({ force: true })
})

const fail = (error: Error) => () => {
  throw error
}
const tokens = { accessToken: 'token', expiresAt: null }
const refused = (version: number) => Object.assign(new AuthRevokedError('refused'), { version })
const enqueue = (object = '1') => context.enqueue(work, { shopId, object })
/** A job that was refused before, as it waits in the queue. */
async function enqueueStuck(progress: { stuckSince: number; failures: number }) {
  await queues.sync.pause()
  const job = await queues.sync.add(work.name, { shopId }, { attempts: 3 })
  await job.updateProgress(progress)
  await queues.sync.resume()
}
async function find(state: 'delayed' | 'failed' | 'completed' | 'waiting'): Promise<QueuedJob> {
  return until(async () => (await queues.sync.getJobs([state]))[0])
}
const settled = () => lines.filter(({ msg }) => msg === 'job.settled')
const decided = (decision: string) => until(() => settled().find((line) => line.decision === decision))
const openAlerts = async () => (await context.db.alerts.toNotify(100)).filter((alert) => alert.shopId === shopId)

describe('rate limited', () => {
  test('a job waits in the queue and uses no attempt', async () => {
    behaviour = [fail(new RateLimitedError('wait', { retryAfterMs: 400 })), () => undefined]
    await enqueue()
    expect(await find('delayed')).toMatchObject({ attemptsMade: 0 })
    expect(await find('completed')).toMatchObject({ attemptsMade: 1 })
    expect(tries).toHaveLength(2)
    expect(failures).toEqual([])
  })

  test('a job is given up after a day without progress', async () => {
    behaviour = [fail(new RateLimitedError('wait', { retryAfterMs: 10 }))]
    await enqueueStuck({ stuckSince: Date.now() - GIVE_UP_AFTER_MS - 1_000, failures: 0 })
    expect(await find('failed')).toMatchObject({ failedReason: 'wait' })
    expect(failures).toHaveLength(1)
  })

  test('a job that makes progress is not given up, however long it takes', async () => {
    behaviour = [
      (_payload, attempt) => {
        attempt.progressed()
        throw new RateLimitedError('wait', { retryAfterMs: 10 })
      },
      fail(new RateLimitedError('wait', { retryAfterMs: 10 })),
      () => undefined,
    ]
    await enqueueStuck({ stuckSince: Date.now() - GIVE_UP_AFTER_MS - 1_000, failures: 0 })
    await find('completed')
    expect(tries).toHaveLength(3)
  })

  test('the day starts with the first rate limit, not with the job', async () => {
    behaviour = [fail(new RateLimitedError('wait', { retryAfterMs: 60_000 }))]
    await queues.sync.add(work.name, { shopId }, { timestamp: Date.now() - GIVE_UP_AFTER_MS - 1_000, attempts: 3 })
    await decided('delayed')
    const { progress } = await find('delayed')
    expect(progress).toMatchObject({ stuckSince: expect.closeTo(Date.now(), -5) })
  })

  test('time in which our own database was down does not count', async () => {
    const down = Object.assign(new Error('terminating connection'), { code: '57P01' })
    behaviour = [fail(down), fail(new RateLimitedError('wait', { retryAfterMs: 10 })), () => undefined]
    await enqueueStuck({ stuckSince: Date.now() - GIVE_UP_AFTER_MS - 1_000, failures: 0 })
    await find('completed')
    expect(tries).toHaveLength(3)
  })
})

const systemError = (code: string) => Object.assign(new Error(`${code}: Anna`), { code, syscall: 'connect' })

describe('a machine', () => {
  test.each(['EMFILE', 'ENOMEM', 'ENOSPC', '53100'])(
    'without room (%s) lets jobs wait, whatever it was that they called, and says what to change',
    async (code) => {
      const stumble = fail(new RetryableError('products: not sent', { cause: systemError(code) }))
      behaviour = [fail(systemError(code)), stumble, stumble, stumble, () => undefined]
      await enqueue()
      for (let times = 1; times < 5; times++) {
        await until(() => tries.length >= times)
        await (await find('delayed')).promote()
      }
      await find('completed')
      expect(failures).toEqual([])
      const said = lines.filter(({ msg }) => msg === 'resource.unavailable')
      expect(said).toEqual([expect.objectContaining({ level: 'warn' })])
      expect(JSON.stringify(said)).toContain(code)
    },
  )

  test('with an error fails the job with its reason, and raises an alert of kind machine', async () => {
    behaviour = [fail(systemError('EROFS'))]
    await enqueue()
    const { failedReason } = await find('failed')
    expect(failedReason).toMatch(/EROFS.*read-only/)
    const alerts = await until(async () => {
      const open = await openAlerts()
      return open.length > 0 && open
    })
    expect(alerts).toMatchObject([{ kind: 'machine', failures: 3 }])
    behaviour = [() => undefined]
    await enqueue('2')
    await until(async () => (await openAlerts()).length === 0)
  })
})

describe('a failure', () => {
  test('that may pass is tried again, counted for the shop, and raises an alert when it does not', async () => {
    behaviour = [fail(new RetryableError('products: the platform answered 502.'))]
    await enqueue()
    expect(await find('failed')).toMatchObject({
      attemptsMade: 3,
      failedReason: 'products: the platform answered 502.',
    })
    expect(failures).toHaveLength(1)
    const alerts = await until(async () => {
      const open = await openAlerts()
      return open.length > 0 && open
    })
    expect(alerts).toMatchObject([{ kind: 'retryable', failures: 3 }])
  })

  test.each([
    ['permanent', new PermanentError('The shop is not connected.')],
    ['of its tokens', new AuthRevokedError('refused')],
  ])(
    '(%s) of a shop that was uninstalled completes the job: no error is logged, nothing is counted',
    async (_kind, error) => {
      behaviour = [
        async () => {
          await context.db.shops.uninstall(shopId, { reason: 'merchant', dueAt: new Date() })
          throw error
        },
      ]
      await enqueue()
      await find('completed')
      expect(await decided('dropped')).toMatchObject({ level: 'info', shop: shopId })
      expect(failures).toEqual([])
      expect(await openAlerts()).toEqual([])
    },
  )

  test('that cannot pass is not tried again and stays for the operator', async () => {
    behaviour = [fail(new PermanentError('no such thing'))]
    await enqueue()
    expect(await find('failed')).toMatchObject({ attemptsMade: 1, failedReason: 'no such thing' })
    expect(tries).toHaveLength(1)
    expect(failures).toHaveLength(1)
  })

  test('after progress uses no attempt, and earlier failures no longer count', async () => {
    const stumble = new RetryableError('products: the platform answered 502.')
    behaviour = [
      fail(stumble),
      fail(stumble),
      (_payload, attempt) => {
        attempt.progressed()
        throw stumble
      },
      fail(stumble),
      fail(stumble),
      () => undefined,
    ]
    await enqueue()
    await find('completed')
    expect(tries).toHaveLength(6)
    expect(failures).toEqual([])
  })

  test('three in a row after progress end the job', async () => {
    const stumble = new RetryableError('products: the platform answered 502.')
    behaviour = [
      fail(stumble),
      (_payload, attempt) => {
        attempt.progressed()
        throw stumble
      },
      fail(stumble),
    ]
    await enqueue()
    await find('failed')
    expect(tries).toHaveLength(5)
    expect(failures).toHaveLength(1)
  })

  test('of access leaves the shop without access, and paused where it was', async () => {
    await context.db.credentials.replace({ shopId, tokens })
    await context.db.shops.pause(shopId)
    behaviour = [fail(refused(1))]
    await enqueue()
    expect(await find('failed')).toMatchObject({ attemptsMade: 1 })
    const shop = await context.db.shops.find(shopId)
    expect(shop).toMatchObject({ status: 'reauth_required', statusReason: 'refused', pausedAt: expect.any(Date) })
    await context.db.credentials.replace({ shopId, version: 1, tokens })
    await context.db.shops.setAccess({ shopId, version: 2, access: 'active' })
    expect(await context.db.shops.find(shopId)).toMatchObject({ status: 'paused', statusReason: null })
  })

  test('of credentials that were replaced since leaves the shop as it is, and the job is tried again', async () => {
    await context.db.credentials.replace({ shopId, tokens })
    const reauthorize = async () => {
      await context.db.credentials.replace({ shopId, version: 1, tokens })
      throw refused(1)
    }
    behaviour = [reauthorize, () => undefined]
    await enqueue()
    await find('completed')
    expect(await context.db.shops.find(shopId)).toMatchObject({ status: 'active', statusReason: null })
    expect(failures).toEqual([])
  })

  test("of access without the shop's credentials does not affect them", async () => {
    behaviour = [fail(new AuthRevokedError('The code was refused.'))]
    await enqueue()
    await find('failed')
    expect(await context.db.shops.find(shopId)).toMatchObject({ status: 'active' })
  })

  test('of access stays on the list of alerts until access returns, whatever succeeds in the meantime', async () => {
    await context.db.alerts.countFailure({ shopId, kind: 'auth_revoked', detail: 'refused', threshold: 1 })
    behaviour = [() => undefined]
    await enqueue()
    await decided('done')
    await enqueue('2')
    await until(async () => (await queues.sync.getCompletedCount()) === 2)
    expect(await openAlerts()).toMatchObject([{ kind: 'auth_revoked' }])
  })

  test('for a missing scope is noted at the shop', async () => {
    behaviour = [fail(new PermanentError('orders: may not', { missingScope: 'order.order:read' }))]
    await enqueue()
    await until(async () => (await context.db.shops.find(shopId))?.missingScopes.includes('order.order:read'))
  })

  test('of a library does not store its message in the queue', async () => {
    behaviour = [fail(Object.assign(new Error('params: Anna Kiss'), { code: '22P02', query: 'insert', params: [] }))]
    await enqueue()
    const job = await find('failed')
    expect(JSON.stringify(job.toJSON())).not.toContain('Anna')
    expect(job.failedReason).toContain('22P02')
    expect(JSON.stringify(lines)).not.toContain('Anna')
  })

  test('of our database uses no attempt and is not counted', async () => {
    const down = Object.assign(new Error('terminating connection'), { code: '57P01' })
    behaviour = [fail(new Error('Failed query', { cause: down })), () => undefined]
    await enqueue()
    expect(await find('delayed')).toMatchObject({ attemptsMade: 0 })
    expect(await find('completed')).toMatchObject({ attemptsMade: 1 })
    expect(await openAlerts()).toEqual([])
  })

  test('because of a missing encryption key waits for the key, however long it takes, and is logged as an error', async () => {
    const missing = new MissingKeyError('2026a')
    behaviour = [fail(missing)]
    await enqueueStuck({ stuckSince: Date.now() - GIVE_UP_AFTER_MS - 1_000, failures: 1 })
    expect(await find('delayed')).toMatchObject({ attemptsMade: 0, progress: { failures: 1 } })
    expect(await decided('delayed')).toMatchObject({ level: 'error', err: { message: missing.message } })
    expect([failures, await openAlerts()]).toEqual([[], []])
  })

  test('in a row are reset by a success', async () => {
    behaviour = [fail(new RetryableError('x')), fail(new RetryableError('x')), () => undefined]
    await enqueue()
    await find('completed')
    behaviour = [fail(new RetryableError('x')), fail(new RetryableError('x')), () => undefined]
    tries = []
    await enqueue('2')
    await until(async () => (await queues.sync.getCompletedCount()) === 2)
    expect(await openAlerts()).toEqual([])
  })
})

describe('what cannot be run', () => {
  test('a job of a newer version is left for a newer worker', async () => {
    await queues.sync.add('object.fancy', {}, { attempts: 1 })
    expect(await find('delayed')).toMatchObject({ name: 'object.fancy', attemptsMade: 0 })
  })

  test('a payload that is none fails at once and is not quoted', async () => {
    await queues.sync.add(work.name, { shopId: 7, object: 'anna@example.com' }, { attempts: 3 })
    const job = await find('failed')
    expect(job.failedReason).toContain('shopId')
    expect(job.failedReason).not.toContain('anna')
    expect(tries).toEqual([])
  })
})

describe('jobs of the same id', () => {
  test('that wait are one', async () => {
    behaviour = [fail(new RateLimitedError('wait', { retryAfterMs: 300 })), () => undefined]
    await enqueue()
    await find('delayed')
    await Promise.all([enqueue(), enqueue(), enqueue()])
    await find('completed')
    expect(tries).toHaveLength(2)
  })

  test('that come while one runs are one more run after it, with the last payload', async () => {
    const running = Promise.withResolvers<void>()
    behaviour = [() => running.promise, () => undefined]
    await enqueue()
    await until(() => tries.length === 1)
    await Promise.all([enqueue(), enqueue(), enqueue()])
    running.resolve()
    await until(async () => (await queues.sync.getCompletedCount()) === 2)
    expect(tries).toHaveLength(2)
    await enqueue()
    await until(() => tries.length === 3)
  })

  test('run again after one that was given up', async () => {
    behaviour = [fail(new PermanentError('no')), () => undefined]
    await enqueue()
    await find('failed')
    await enqueue()
    await find('completed')
  })

  test('that come while one runs into its end by failing still run', async () => {
    const running = Promise.withResolvers<void>()
    behaviour = [() => running.promise, () => undefined]
    await enqueue()
    await until(() => tries.length === 1)
    await enqueue()
    running.reject(new PermanentError('no'))
    await find('completed')
    expect(tries).toHaveLength(2)
  })
})

describe('a worker that stops', () => {
  test('stores progress first', async () => {
    const running = Promise.withResolvers<void>()
    behaviour = [
      fail(new RetryableError('x')),
      (_payload, attempt) => {
        attempt.progressed()
        running.resolve()
        return untilAborted(_payload, attempt)
      },
      fail(new RateLimitedError('wait', { retryAfterMs: 60_000 })),
    ]
    await enqueue()
    await running.promise
    await workers.close()
    expect(await find('waiting')).toMatchObject({ progress: { failures: 0 } })
  })

  const untilAborted = (_payload: Payload, { signal }: Attempt) =>
    new Promise<void>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason))
    })

  test('returns its jobs without using an attempt, and the next worker takes them at once', async () => {
    behaviour = [untilAborted, () => undefined]
    await enqueue()
    await until(() => tries.length === 1)
    await workers.close()
    expect(await find('waiting')).toMatchObject({ attemptsMade: 0 })
    expect(tries).toHaveLength(1)
    expect(settled()[0]).toMatchObject({ decision: 'returned' })

    workers = stage.start([work])
    expect(await find('completed')).toMatchObject({ attemptsMade: 1 })
  })

  test('puts back a job that ignores the signal, so that no worker waits for its lock', async () => {
    await workers.close()
    const deaf = Promise.withResolvers<void>()
    workers = stage.start([work], { shutdownMs: 100 })
    behaviour = [() => deaf.promise, () => undefined]
    await enqueue()
    await until(() => tries.length === 1)
    await workers.close()

    const next = stage.start([work])
    await until(() => tries.length === 2)
    deaf.resolve()
    await next.close()
  })
})

test('a job without a shop is settled as well', async () => {
  const lonely: Job = defineJob({
    name: 'thing.do',
    queue: 'shops',
    payload: z.object({ id: z.string() }),
    options: { attempts: 1, backoffMs: 10 },
    async run() {
      throw new RetryableError('not now')
    },
  })
  await workers.close()
  const other = stage.start([lonely])
  await context.enqueue(lonely, { id: randomUUID() })
  await until(async () => (await queues.shops.getFailedCount()) === 1)
  await other.close()
})

test('one log line has job, shop, attempt, duration and decision', async () => {
  behaviour = [() => undefined]
  await enqueue()
  await find('completed')
  await until(() => settled().length === 1)
  expect(settled()[0]).toMatchObject({ level: 'info', job: 'object.work', shop: shopId, attempt: 1, decision: 'done' })
  expect(settled()[0]?.durationMs).toBeTypeOf('number')
})

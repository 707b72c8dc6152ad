import { createLivePublisher } from '@shopmirror/jobs'
import { until } from '@shopmirror/test/until.ts'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { type LiveReader, readLive } from './live-reader.ts'
import { createStage, type Key, type Stage } from './stage.ts'

const stage = await createStage()
const publisher = createLivePublisher({ redis: stage.redis, prefix: stage.prefix })
const base = await stage.app.listen({ port: 0, host: '127.0.0.1' })
const url = `${base}/api/v1/events`
const owner = await stage.issueKey()
const stranger = await stage.issueKey()
const operator = await stage.issueKey('operator')
const shopId = await stage.connectShop(owner.accountId)
const other = await stage.connectShop(stranger.accountId)
const readers: LiveReader[] = []
afterEach(() => {
  for (const reader of readers.splice(0)) reader.close()
})
afterAll(() => stage[Symbol.asyncDispose]())

async function follow({ headers }: Key, more: Record<string, string> = {}): Promise<LiveReader> {
  const reader = await readLive(url, { ...headers, ...more })
  readers.push(reader)
  return reader
}
const tellRun = (id: string, shop = shopId) => publisher.tell({ kind: 'run', shopId: shop, id })

describe('a stream', () => {
  test('begins with the position, is not stored and not collected by proxies', async () => {
    const { status, headers, next } = await follow(owner)
    expect(status).toBe(200)
    expect(headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    })
    expect((await next('hello')).id).toMatch(/^\d+-\d+$/)
  })

  test('names what changed, together what changed together, with ids and nothing else', async () => {
    const reader = await follow(owner)
    await reader.next('hello')
    tellRun('run_1')
    tellRun('run_2')
    publisher.tell({ kind: 'delivery', shopId })
    expect((await reader.next('changes')).data).toEqual({
      changes: [
        { kind: 'run', shop_id: shopId, ids: ['run_1', 'run_2'] },
        { kind: 'delivery', shop_id: shopId },
      ],
    })
  })

  test('shows nobody what belongs to another account, and operators everything', async () => {
    const [mine, theirs, all] = [await follow(owner), await follow(stranger), await follow(operator)]
    for (const reader of [mine, theirs, all]) await reader.next('hello')
    tellRun('run_mine')
    tellRun('run_theirs', other)
    publisher.tell({ kind: 'installation', shopId: null, accountId: null, id: 'ins_nobody' })
    publisher.tell({ kind: 'installation', shopId: null, accountId: stranger.accountId, id: 'ins_theirs' })
    const idsOf = async (reader: LiveReader) =>
      (await reader.next('changes')).data.changes?.flatMap(({ ids = [] }) => ids).sort()
    expect(await idsOf(all)).toEqual(['ins_nobody', 'ins_theirs', 'run_mine', 'run_theirs'])
    expect(await idsOf(mine)).toEqual(['run_mine'])
    expect(await idsOf(theirs)).toEqual(['ins_theirs', 'run_theirs'])
  })

  test('keeps the order of what it is told', async () => {
    const reader = await follow(owner)
    await reader.next('hello')
    for (let index = 0; index < 5; index++) {
      tellRun(`run_${index}`)
      expect((await reader.next('changes')).data.changes?.[0]?.ids).toEqual([`run_${index}`])
    }
    const ids = reader.messages.map(({ id = '' }) => id)
    expect(ids).toEqual(ids.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true })))
  })
})

describe('a reader that comes back', () => {
  test('gets what it missed, once and in order', async () => {
    const before = await follow(owner)
    await before.next('hello')
    tellRun('run_seen')
    const { id: seen = '' } = await before.next('changes')
    before.close()
    const elsewhere = await follow(operator)
    await elsewhere.next('hello')
    for (const id of ['run_missed_1', 'run_missed_2']) {
      tellRun(id)
      await elsewhere.next('changes')
    }
    const again = await follow(owner, { 'last-event-id': seen })
    expect((await again.next('hello')).id).toBe(seen)
    tellRun('run_new')
    const ids = async () => (await again.next('changes')).data.changes?.[0]?.ids
    expect([await ids(), await ids(), await ids()]).toEqual([['run_missed_1'], ['run_missed_2'], ['run_new']])
  })

  test.each(['1-1', '0-0', 'not of ours', '99999999999999-0'])('reads everything again after %s', async (position) => {
    const reader = await follow(owner, { 'last-event-id': position })
    const { id } = await reader.next('reset')
    expect(id).toMatch(/^\d+-\d+$/)
    expect(reader.messages.map(({ event }) => event)).toEqual(['reset'])
  })

  test('may ask once without staying', async () => {
    const ask = (query: string) =>
      stage.app.inject({ url: `/api/v1/events?follow=false${query}`, headers: owner.headers })
    const first = await ask('')
    const id = /^id: (.*)$/m.exec(first.body)?.[1]
    expect([first.statusCode, first.body]).toEqual([200, `id: ${id}\nevent: hello\ndata: {}\n\n`])
    tellRun('run_asked')
    await until(async () => (await ask(`&after=${id}`)).body.includes('run_asked'))
    expect((await ask('&after=x')).statusCode).toBe(400)
  })
})

describe('the server ends', () => {
  test('a stream within seconds after its key was revoked', async () => {
    const key = await stage.issueKey('member', owner.accountId)
    const [reader, stays] = [await follow(key), await follow(owner)]
    await reader.next('hello')
    const scope = { accountId: owner.accountId, roles: ['member'] } as const
    const [newest] = await stage.db.apiKeys.list(scope)
    await stage.db.apiKeys.revoke(newest?.id ?? '', scope)
    await until(() => reader.hasEnded(), { timeoutMs: 8_000 })
    expect(stays.hasEnded()).toBe(false)
    expect((await readLive(url, key.headers)).status).toBe(401)
  })

  test('a stream of a tab within seconds after its session was signed out, and not that of another session', async () => {
    const [leaves, stays] = [await stage.signIn('viewer'), await stage.signIn('viewer')]
    const streams = [await readLive(url, leaves.headers), await readLive(url, stays.headers)] as const
    readers.push(...streams)
    for (const stream of streams) await stream.next('hello')
    const answer = await stage.app.inject({ method: 'POST', url: '/api/v1/auth/sign-out', headers: leaves.headers })
    expect(answer.statusCode).toBe(200)
    await until(() => streams[0].hasEnded(), { timeoutMs: 8_000 })
    expect(streams[1].hasEnded()).toBe(false)
  })

  test('nothing of a reader without a key, and refuses the 21st stream of one key', async () => {
    expect((await readLive(url, {})).status).toBe(401)
    const key = await stage.issueKey()
    for (let index = 0; index < 20; index++) expect((await follow(key)).status).toBe(200)
    const refused = await follow(key)
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, '10'])
    for (const reader of readers) reader.close()
    await until(async () => (await follow(key)).status === 200)
  })

  test('a stream whose reader does not read, and no other', async () => {
    const [slow, quick] = [await follow(owner), await follow(owner)]
    slow.pause()
    await quick.next('hello')
    const cuts = () => metricOf(stage, 'shopmirror_live_cuts_total{reason="slow"}')
    const long = 'x'.repeat(60)
    await until(
      async () => {
        for (let index = 0; index < 3_000; index++)
          publisher.tell({ kind: `${index}` as 'run', shopId, id: `run_${long}` })
        await quick.next('changes')
        return (await cuts()) === 1
      },
      { timeoutMs: 20_000 },
    )
    expect(quick.hasEnded()).toBe(false)
  }, 30_000)

  test('every stream at shutdown within a second, and tells when to come back', async () => {
    const closing = await createStage()
    const key = await closing.issueKey()
    const address = await closing.app.listen({ port: 0, host: '127.0.0.1' })
    const reader = await readLive(`${address}/api/v1/events`, key.headers)
    await reader.next('hello')
    expect(await metricOf(closing, 'shopmirror_live_connections')).toBe(1)
    const disposed = closing[Symbol.asyncDispose]()
    await until(() => reader.hasEnded(), { timeoutMs: 2_000 })
    expect(reader.retryMs()).toBeGreaterThanOrEqual(500)
    await disposed
  })
})

async function metricOf({ registry }: Stage, name: string): Promise<number> {
  const line = (await registry.metrics()).split('\n').find((each) => each.startsWith(`${name} `))
  return Number(line?.split(' ')[1] ?? 0)
}

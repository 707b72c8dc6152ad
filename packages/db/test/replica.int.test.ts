import { randomUUID } from 'node:crypto'
import type { Logger } from '@shopmirror/config'
import { startReplicatedPostgres } from '@shopmirror/test/replica.ts'
import { until } from '@shopmirror/test/until.ts'
import { afterAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { connect, createKeyring, openDatabase } from '../src/index.ts'
import { createTestKey } from './stage.ts'

const AGE_MS_MAX = 4_000

const postgres = await startReplicatedPostgres()
const said: string[] = []
const say = (first: unknown, text?: string) => void said.push(text ?? String(first))
const log = { info: say, warn: say } as unknown as Logger
const ages: number[] = []
const database = openDatabase({
  url: postgres.primaryUrl,
  keyring: createKeyring(createTestKey('test')),
  replica: { url: postgres.replicaUrl, ageMsMax: AGE_MS_MAX, log, onRead: (ageMs) => void ages.push(ageMs) },
})
afterAll(async () => {
  await database.close()
  await postgres[Symbol.asyncDispose]()
})

const isUsed = async () => {
  ages.length = 0
  await list()
  return ages.length > 0
}
const list = async () =>
  (await database.lists.audit.list({ accountId: null, limit: 100 })).map(({ operation }) => operation)
const write = async () => {
  const operation = randomUUID()
  await database.repositories.audit.record({
    ...{ userId: null, email: null, accountId: null, operation, targets: {}, outcome: 'done', status: 200 },
    ...{ ipAddress: null, requestId: 'x' },
  })
  return operation
}
beforeEach(async () => {
  await until(isUsed, { timeoutMs: 20_000 })
  said.length = 0
})

async function openReplica() {
  const sql = connect({ url: postgres.replicaUrl, max: 1, readsOnly: true })
  onTestFinished(() => sql.end())
  return sql
}

test('what was written is in the list once the replica has it, and the list says how old it may be', async () => {
  const operation = await write()
  await until(async () => (await isUsed()) && (await list()).includes(operation))
  for (const age of ages) expect(age).toBeLessThanOrEqual(AGE_MS_MAX)
})

test('a replica that falls behind is read until its rows are too old, then the primary, and again once it has caught up', async () => {
  const replica = await openReplica()
  await replica`select pg_wal_replay_pause()`
  const operation = await write()
  expect(await list()).not.toContain(operation)
  await until(async () => (await list()).includes(operation), { timeoutMs: 15_000 })
  expect(await isUsed()).toBe(false)
  await until(() => said.length > 0)
  expect(said).toEqual(['replica.unused: lists are read from the primary'])

  await replica`select pg_wal_replay_resume()`
  await until(isUsed, { timeoutMs: 15_000 })
  expect(await list()).toContain(operation)
  await until(() => said.length > 1)
  expect(said).toEqual(['replica.unused: lists are read from the primary', 'replica.used'])
})

test('a replica that is down is said once, and every list is answered by the primary meanwhile', async () => {
  await postgres.stopReplica()
  const operation = await write()
  for (let times = 0; times < 5; times++) await list()
  await until(async () => (await list()).includes(operation))
  await until(() => said.length > 0)
  expect(said).toEqual(['replica.unused: lists are read from the primary'])
  await postgres.startReplica()
  await until(isUsed, { timeoutMs: 20_000 })
  expect(said.at(-1)).toBe('replica.used')
})

test('everything that is not a list is read from the primary', async () => {
  const replica = await openReplica()
  await replica`select pg_wal_replay_pause()`
  const { id } = await database.lists.accounts.create({ name: randomUUID() })
  expect(await database.lists.accounts.find(id)).toMatchObject({ id })
  await replica`select pg_wal_replay_resume()`
})

test('an address that leads to the primary itself is not a replica', async () => {
  const heard: unknown[] = []
  const opened = openDatabase({
    url: postgres.primaryUrl,
    keyring: createKeyring(createTestKey('test')),
    replica: {
      ...{ url: postgres.primaryUrl, ageMsMax: AGE_MS_MAX, onRead: () => expect.unreachable() },
      log: { info: say, warn: (first: unknown) => void heard.push(first) } as unknown as Logger,
    },
  })
  onTestFinished(() => opened.close())
  await until(() => heard.length > 0)
  expect(String((heard[0] as { err: Error }).err)).toContain('does not lead to a replica')
  await opened.lists.audit.list({ accountId: null, limit: 1 })
})

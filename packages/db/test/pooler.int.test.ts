import { randomUUID } from 'node:crypto'
import { createTestDatabase } from '@shopmirror/test/database.ts'
import { required } from '@shopmirror/test/env.ts'
import { startTestPooler } from '@shopmirror/test/pooler.ts'
import { until } from '@shopmirror/test/until.ts'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { checkDatabase, connect, createKeyring, type DatabaseAddress, migrate, openDatabase } from '../src/index.ts'
import { createEmptyDatabase, openAsRole } from './hostile-role.ts'
import { createTestKey } from './stage.ts'

const POOL_SIZE = 4

const pooler = await startTestPooler({ databaseUrl: required('DATABASE_URL'), poolSize: POOL_SIZE })
afterAll(() => pooler[Symbol.asyncDispose]())

/** The same database and role through the pooler, whose parameters do not say what it is. */
function pooled(directUrl: string): string {
  const url = new URL(directUrl)
  url.port = new URL(pooler.url).port
  return url.href
}

/** As an operator sets it up: an ordinary role that may create what it needs, and both addresses. */
async function createOwned(schema?: string) {
  const database = await createEmptyDatabase()
  onTestFinished(() => database[Symbol.asyncDispose]())
  const role = await openAsRole(database.url)
  onTestFinished(() => role[Symbol.asyncDispose]())
  const name = new URL(database.url).pathname.slice(1)
  await role.owner`grant create on database ${role.owner(name)} to ${role.owner(role.role)}`
  await role.owner`alter schema public owner to ${role.owner(role.role)}`
  const address: DatabaseAddress = { url: pooled(role.url), directUrl: role.url, pooler: 'transaction', schema }
  return { address, role, name }
}

test.each([undefined, 'Mirror'])('migrate gives the role what no connection can bring, schema %s', async (schema) => {
  const { address } = await createOwned(schema)
  await migrate(address)
  await expect(checkDatabase(address)).resolves.toEqual([])
  const sql = connect({ ...address, max: 1 })
  onTestFinished(() => sql.end())
  const [limits] = await sql`
    select current_setting('statement_timeout') as statement, current_setting('idle_in_transaction_session_timeout') as idle,
      current_schema() as schema`
  expect(limits).toEqual({ statement: '1min', idle: '1min', schema: schema ?? 'public' })
})

test('a role without limits is refused with the statements that set them, and a limit of the operator stays', async () => {
  const { address, role, name } = await createOwned()
  await migrate({ url: role.url })
  const refused = await checkDatabase(address).catch((error: Error) => error)
  expect(String(refused)).toMatch(
    /ALTER ROLE "\w+" SET statement_timeout = '60s'; ALTER ROLE "\w+" SET idle_in_transaction_session_timeout = '60s'/,
  )
  await role.owner.unsafe(`alter role "${role.role}" in database "${name}" set statement_timeout = '5s'`)
  await migrate(address)
  // Sessions that the pooler has opened before keep what they have.
  await role.owner`select pg_terminate_backend(pid) from pg_stat_activity where usename = ${role.role}`
  await until(() => checkDatabase(address).then((warnings) => warnings.length === 0))
  const sql = connect({ ...address, max: 1 })
  onTestFinished(() => sql.end())
  expect(await sql`select current_setting('statement_timeout') as value`).toEqual([{ value: '5s' }])
})

test('without DATABASE_POOLER the start says what the pooler is', async () => {
  await using database = await createTestDatabase()
  const url = pooled(database.directUrl)
  await expect(checkDatabase({ url })).rejects.toThrow('DATABASE_POOLER=transaction')
})

test('leases and listening do not wait for a connection of the pooler', async () => {
  await using database = await createTestDatabase()
  const { directUrl } = database
  const address: DatabaseAddress = { url: pooled(directUrl), directUrl, pooler: 'transaction' }
  const opened = openDatabase({ ...address, keyring: createKeyring(createTestKey('test')), max: 2 * POOL_SIZE })
  onTestFinished(() => opened.close())
  const { accounts, shops, pushes } = opened.repositories
  const account = await accounts.create({ name: randomUUID() })
  const { shop } = await shops.connect({ accountId: account.id, platform: 'shoprenter', domain: randomUUID() })
  const heard: string[] = []
  await opened.listenForPushes((shopId) => void heard.push(shopId))

  const { promise: release, resolve } = Promise.withResolvers<void>()
  const holding = Array.from({ length: POOL_SIZE }, () =>
    opened.sql.begin(async (tx) => tx`select 1`.then(() => release)),
  )
  const waiting = opened.sql`select 1 as one`.execute()
  const direct = connect({ url: directUrl, max: 1 })
  onTestFinished(() => direct.end())
  await until(
    async () => (await direct`select from pg_stat_activity where state = 'idle in transaction'`).length >= POOL_SIZE,
  )

  expect(await pushes.takeLease({ shopId: shop.id, owner: 'a' }, 1_000)).toBe(true)
  await direct`select push(${shop.id}, 'inventory.set', '{"sku":"A-1"}', '{"quantity":5}', 'erp-1')`
  await until(() => heard.includes(shop.id))
  resolve()
  await Promise.all(holding)
  expect(await waiting).toMatchObject([{ one: 1 }])
})

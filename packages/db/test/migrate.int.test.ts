import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { SettingsError } from '@shopmirror/config'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate as migrateByDrizzle } from 'drizzle-orm/postgres-js/migrator'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkDatabase, createKeyring, type DatabaseAddress, migrate, openDatabase } from '../src/index.ts'
import { readExpectedColumns, readMigrations } from '../src/migrate/migrations.ts'
import { createEmptyDatabase, openAsRole, type RoleDatabase } from './hostile-role.ts'
import { createTestKey } from './stage.ts'

const migrationsFolder = join(import.meta.dirname, '..', 'src', 'migrations')
const expectedTables = [...new Set(readExpectedColumns().map((column) => column.split('.')[0] ?? ''))]
const theirs = { hash: 'a migration of another app', createdAt: 1_890_000_000_000 }

let database: Awaited<ReturnType<typeof createEmptyDatabase>>
let user: RoleDatabase
beforeEach(async () => {
  database = await createEmptyDatabase()
  user = await openAsRole(database.url)
  await user.owner.unsafe(`grant create on database "${databaseOf(database.url)}" to "${user.role}"`)
})
afterEach(async () => {
  await user[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

describe('a database that other programs use', () => {
  test('the records of another app that uses Drizzle neither hide our migrations nor are touched', async () => {
    await createTheirRecords()
    expect(await migrate({ url: database.url })).toBe(readMigrations().length)
    expect(await tablesOf('public')).toEqual(expect.arrayContaining(expectedTables))
    expect(await drizzleHashes()).toEqual([theirs.hash])
    await expect(checkDatabase({ url: database.url })).resolves.toEqual([])
  })

  test('their records may be out of reach for us', async () => {
    await createTheirRecords()
    await user.owner`create schema ours`
    await user.owner.unsafe(`grant all on schema ours to "${user.role}"`)
    expect(await migrate({ url: user.url, schema: 'ours' })).toBe(readMigrations().length)
  })

  test("another program's table with one of our names is not changed, and the error says what to set", async () => {
    await user.owner`create table public.orders as select 'theirs' as owner`
    const error = await failureOf({ url: database.url })
    expect(error).toBeInstanceOf(SettingsError)
    expect(error.message).toContain('"orders" already exists')
    expect(error.message).toContain('DATABASE_SCHEMA')
    expect(await tablesOf('public')).toEqual(['orders'])

    await migrate({ url: database.url, schema: 'mirror' })
    expect(await tablesOf('mirror')).toEqual(expect.arrayContaining(expectedTables))
    expect(await tablesOf('public')).toEqual(['orders'])
  })

  test('two mirrors live in two schemas', async () => {
    for (const schema of ['one', 'two']) {
      expect(await migrate({ url: database.url, schema })).toBe(readMigrations().length)
      await createAccount({ url: database.url, schema })
    }
    expect(await user.owner`select count(*)::int as accounts from one.accounts`).toEqual([{ accounts: 1 }])
    expect(await tablesOf('public')).toEqual([])
  })
})

describe('an install of an earlier version', () => {
  test('keeps its tables: its records become ours, and only those of others stay', async () => {
    await createTheirRecords()
    await user.owner`delete from drizzle.__drizzle_migrations`
    await migrateByDrizzle(drizzle(user.owner), { migrationsFolder })
    await insertTheirRecord()
    await createAccount({ url: database.url })
    await expect(checkDatabase({ url: database.url })).rejects.toThrow('npm run migrate')

    expect(await migrate({ url: database.url })).toBe(0)
    expect(await drizzleHashes()).toEqual([theirs.hash])
    expect(await user.owner`select count(*)::int as accounts from accounts`).toEqual([{ accounts: 1 }])
    await expect(checkDatabase({ url: database.url })).resolves.toEqual([])
  })

  test('gets the migrations that it lacks, also when another app has migrated since', async () => {
    await createTheirRecords()
    for (const { sql, hash, folderMillis } of readMigrations().slice(0, -1)) {
      for (const statement of sql) await user.owner.unsafe(statement)
      await user.owner`insert into drizzle.__drizzle_migrations (hash, created_at) values (${hash}, ${folderMillis})`
    }
    expect(await migrate({ url: database.url })).toBe(1)
    await expect(checkDatabase({ url: database.url })).resolves.toEqual([])
  })

  test('whose tables were dropped is migrated from the start, although its records remained', async () => {
    await migrateByDrizzle(drizzle(user.owner), { migrationsFolder })
    await user.owner.unsafe('drop schema public cascade; create schema public')
    expect(await migrate({ url: database.url })).toBe(readMigrations().length)
  })
})

describe('the schema', () => {
  test.each([
    ['of the role', 'shops', (url: string) => ({ url })],
    ['in search_path', 'Shops', (url: string) => ({ url: `${url}?search_path=%22Shops%22` })],
    ['in schema', 'Shops', (url: string) => ({ url: `${url}?schema=Shops` })],
    ['in options', 'other', (url: string) => ({ url: `${url}?options=-c%20search_path%3Dother` })],
    ['in DATABASE_SCHEMA', 'My "shops"', (url: string) => ({ url, schema: 'My "shops"' })],
  ])('%s holds everything, and nothing else is needed', async (_where, schema, addressOf) => {
    await user.owner`create schema ${user.owner(schema)}`
    await user.owner`grant all on schema ${user.owner(schema)} to ${user.owner(user.role)}`
    await user.owner.unsafe(`alter role "${user.role}" set search_path = shops`)
    await user.owner`drop schema public`

    const address = addressOf(user.url)
    await migrate(address)
    expect(await tablesOf(schema)).toEqual(expect.arrayContaining([...expectedTables, 'shopmirror_migrations']))
    await createAccount(address)
    await expect(checkDatabase(address)).resolves.toEqual([])
  })

  test('is created when it is missing, if the role may', async () => {
    await migrate({ url: user.url, schema: 'mirror' })
    expect(await tablesOf('mirror')).toEqual(expect.arrayContaining(expectedTables))
  })

  test('that cannot be created, or not be written to, is a message and not a stack', async () => {
    await user.owner.unsafe(`revoke create on database "${databaseOf(database.url)}" from "${user.role}"`)
    await user.owner`revoke create on schema public from public`
    await user.owner`create schema closed`
    for (const schema of ['mirror', 'closed', undefined]) {
      const error = await failureOf({ url: user.url, schema })
      expect(error).toBeInstanceOf(SettingsError)
      expect(error.message).toMatch(/privilege|DATABASE_SCHEMA/)
    }
  })

  test('of a role whose search_path leads nowhere has to be named', async () => {
    await user.owner.unsafe(`alter role "${user.role}" set search_path = nowhere`)
    expect((await failureOf({ url: user.url })).message).toContain('Set DATABASE_SCHEMA')
  })
})

test('migrate looks at the tables, not only at its records', async () => {
  await migrate({ url: database.url })
  await user.owner`drop table watermarks cascade`
  await user.owner`alter table shops drop column domain cascade`
  for (const check of [migrate, checkDatabase]) {
    await expect(check({ url: database.url })).rejects.toThrow(/watermarks\.shop_id|shops\.domain/)
  }
})

test('a migration that fails leaves nothing behind', async () => {
  await user.owner`create view public.webhook_subscriptions as select 1`
  await failureOf({ url: database.url })
  expect(await tablesOf('public')).toEqual([])
})

test('the check counts pending migrations', async () => {
  await migrate({ url: database.url })
  await user.owner`delete from shopmirror_migrations where hash = ${readMigrations().at(-1)?.hash ?? ''}`
  await expect(checkDatabase({ url: database.url })).rejects.toThrow("lacks 1 of Shopmirror's migrations")
})

async function createTheirRecords(): Promise<void> {
  await user.owner`create schema drizzle`
  await user.owner`create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)`
  await insertTheirRecord()
}

async function insertTheirRecord(): Promise<void> {
  await user.owner`insert into drizzle.__drizzle_migrations (hash, created_at) values (${theirs.hash}, ${theirs.createdAt})`
}

async function drizzleHashes(): Promise<string[]> {
  return (await user.owner`select hash from drizzle.__drizzle_migrations`).map(({ hash }) => hash)
}

async function tablesOf(schema: string): Promise<string[]> {
  return (await user.owner`select tablename as name from pg_tables where schemaname = ${schema}`).map(
    ({ name }) => name,
  )
}

async function createAccount(address: DatabaseAddress): Promise<void> {
  const opened = openDatabase({ ...address, keyring: createKeyring(createTestKey('test')), max: 1 })
  await opened.repositories.accounts.create({ name: randomUUID() }).finally(opened.close)
}

async function failureOf(address: DatabaseAddress): Promise<Error> {
  return migrate(address).then(
    () => expect.unreachable(),
    (error: Error) => error,
  )
}

function databaseOf(url: string): string {
  return new URL(url).pathname.slice(1)
}

import { createHash, randomBytes } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { connect, migrate } from '@shopmirror/db'
import type { Sql } from 'postgres'
import { required } from './env.ts'

const databasePackage = join(dirname(fileURLToPath(import.meta.url)), '..', 'packages', 'db')

export interface TestDatabase extends AsyncDisposable {
  /** Through the pooler, where the tests run behind one. */
  url: string
  /** Without a pooler. */
  directUrl: string
}

/** A separate database with every migration applied; dropped on disposal. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const serverUrl = required('DATABASE_URL')
  const name = `test_${randomBytes(8).toString('hex')}`
  const template = await ensureTemplate(serverUrl)

  await onServer(serverUrl, (sql) => sql`create database ${sql(name)} template ${sql(template)} strategy file_copy`)
  return {
    url: withDatabase(poolerUrl() ?? serverUrl, name),
    directUrl: withDatabase(serverUrl, name),
    [Symbol.asyncDispose]: () => onServer(serverUrl, (sql) => sql`drop database if exists ${sql(name)} with (force)`),
  }
}

/** Created once per state of the migrations; concurrent callers wait for the lock. */
async function ensureTemplate(serverUrl: string): Promise<string> {
  const template = `shopmirror_template_${hashMigrations()}_${partitionsByShop() ?? 0}`
  if (ready.has(template)) return template

  await onServer(serverUrl, async (sql) => {
    await sql`select pg_advisory_lock(hashtext(${template}))`
    if (await exists(sql, template)) return
    const draft = `${template}_draft`
    await sql`drop database if exists ${sql(draft)} with (force)`
    await sql`create database ${sql(draft)}`
    await migrate({ url: withDatabase(serverUrl, draft) }, { partitionsByShop: partitionsByShop() })
    // Renamed when complete, so that a killed run leaves only a draft.
    await sql`alter database ${sql(draft)} rename to ${sql(template)}`
  })
  ready.add(template)
  return template
}

/** On how many partitions the tests of this file put the mirror. */
function partitionsByShop(): number | undefined {
  const count = process.env.TEST_PARTITIONS_BY_SHOP
  return count === undefined ? undefined : Number(count)
}

/** Where the tests of this file run behind a pooler: its address. */
function poolerUrl(): string | undefined {
  return process.env.TEST_POOLER === 'transaction' ? required('POOLER_URL') : undefined
}

const ready = new Set<string>()

async function exists(sql: Sql, name: string): Promise<boolean> {
  const rows = await sql`select 1 from pg_database where datname = ${name}`
  return rows.length > 0
}

function migrationFiles(): string[] {
  return globSync('src/**/*.{sql,json}', { cwd: databasePackage }).sort()
}

function hashMigrations(): string {
  const hash = createHash('sha256')
  for (const file of migrationFiles()) hash.update(file).update(readFileSync(join(databasePackage, file)))
  return hash.digest('hex').slice(0, 16)
}

function withDatabase(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}

async function onServer<T>(url: string, work: (sql: Sql) => Promise<T>): Promise<void> {
  const sql = connect({ url, max: 1, statementTimeoutMs: 0 })
  try {
    await work(sql)
  } finally {
    await sql.end()
  }
}

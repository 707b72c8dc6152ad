import { SettingsError } from '@shopmirror/config'
import type { MigrationMeta } from 'drizzle-orm/migrator'
import type { TransactionSql } from 'postgres'
import { checkServer } from '../connect/check-server.ts'
import { connect, type DatabaseAddress, directAddress, isPooled } from '../connect/connect.ts'
import { explainFailure } from '../connect/explain-failure.ts'
import { searchPathOf } from '../connect/session-settings.ts'
import { createPartitions } from '../partitions/create.ts'
import { adoptEarlierRecords } from './adopt-earlier-records.ts'
import { readMigrations } from './migrations.ts'
import { partitionByShop } from './partition-by-shop.ts'
import { prepareForPartitions } from './prepare-for-partitions.ts'
import { setUpRole } from './set-up-role.ts'
import { currentSchema, findPending, hasRecords, verifySchema } from './verify-schema.ts'

/** Key of the advisory lock; an arbitrary number that other programs in the database are unlikely to use. */
const LOCK = 7_463_928_110

/** Optional layouts. */
export interface MigrateOptions {
  /** Puts the mirror on so many hash partitions by shop. See `partitionByShop`. */
  partitionsByShop?: number | undefined
}

/**
 * Migrates the schema to the newest version, forward only, in one transaction. Safe to run concurrently: the second
 * waits and finds nothing to do. Resolves to the number of applied migrations. Throws a `SettingsError` when an
 * operator must change something first.
 */
export async function migrate(given: DatabaseAddress, options: MigrateOptions = {}): Promise<number> {
  const address = directAddress(given)
  const sql = connect({ ...address, max: 1 })
  try {
    await checkServer(sql)
    if (!isPooled(address)) await prepare(address)
    // Read committed, so that the second process sees after its wait what the first has done.
    return await sql.begin('isolation level read committed read write', (tx) => migrateIn(tx, given, options))
  } catch (error) {
    throw explainFailure(error, address.url)
  } finally {
    await sql.end({ timeout: 1 })
  }
}

/** What takes long and needs no lock. A session of its own without a limit, and without a transaction. */
async function prepare(address: DatabaseAddress): Promise<void> {
  const sql = connect({ ...address, max: 1, statementTimeoutMs: 0 })
  try {
    await prepareForPartitions(sql, new Date())
  } finally {
    await sql.end({ timeout: 1 })
  }
}

async function migrateIn(
  tx: TransactionSql,
  { schema, pooler }: DatabaseAddress,
  { partitionsByShop }: MigrateOptions,
): Promise<number> {
  // Set in the transaction, because behind a pooler the session is shared.
  await tx`select set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '0', true)`
  await tx`select pg_advisory_xact_lock(${LOCK})`
  if (schema) await enterSchema(tx, schema)
  await currentSchema(tx)
  await ensureRecords(tx)
  const pending = await findPending(tx)
  for (const migration of pending) await apply(tx, migration)
  await createPartitions(tx, new Date())
  if (partitionsByShop !== undefined) await partitionByShop(tx, partitionsByShop)
  await verifySchema(tx)
  if (pooler === 'transaction') await setUpRole(tx, schema)
  return pending.length
}

/** Checked first, because `create schema if not exists` requires the CREATE privilege even if the schema exists. */
async function enterSchema(tx: TransactionSql, schema: string): Promise<void> {
  const found = await tx`select 1 from pg_namespace where nspname = ${schema}`
  if (found.length === 0) await tx`create schema ${tx(schema)}`
  await tx`select set_config('search_path', ${searchPathOf(schema)}, true)`
}

async function ensureRecords(tx: TransactionSql): Promise<void> {
  if (await hasRecords(tx)) return
  await tx`create table shopmirror_migrations (
    hash text primary key, created_at bigint not null, applied_at timestamptz not null default now())`
  await adoptEarlierRecords(tx, readMigrations())
}

async function apply(tx: TransactionSql, { sql: statements, hash, folderMillis }: MigrationMeta): Promise<void> {
  for (const statement of statements) {
    // Drizzle names the schema `public` in foreign keys only; this deployment may use another one.
    await tx.unsafe(statement.replace(/\bREFERENCES "public"\./g, 'REFERENCES ')).catch((error) => {
      throw explainTaken(error) ?? error
    })
  }
  await tx`insert into shopmirror_migrations (hash, created_at) values (${hash}, ${folderMillis})`
}

const DUPLICATE_TABLE = '42P07'

function explainTaken(error: unknown): SettingsError | undefined {
  if (!(error instanceof Error && 'code' in error && error.code === DUPLICATE_TABLE)) return undefined
  return new SettingsError(
    `The schema already contains an object with the same name that Shopmirror did not create (${error.message}). ` +
      'Set DATABASE_SCHEMA to a separate schema, for example shopmirror, and run npm run migrate again.',
    { cause: error },
  )
}

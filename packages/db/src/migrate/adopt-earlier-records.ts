import type { MigrationMeta } from 'drizzle-orm/migrator'
import type { TransactionSql } from 'postgres'

/**
 * Earlier releases recorded migrations in Drizzle's default table, which other programs in the database use, too, and
 * always created their tables in `public`. Moves our records, found by hash, to our table: there they would make
 * Drizzle skip older pending migrations of the other programs.
 */
export async function adoptEarlierRecords(tx: TransactionSql, migrations: readonly MigrationMeta[]): Promise<void> {
  if (!(await hasEarlierInstall(tx))) return
  await tx`
    with ours as (
      delete from drizzle.__drizzle_migrations where hash = any(${migrations.map(({ hash }) => hash)})
      returning hash, created_at)
    insert into shopmirror_migrations (hash, created_at) select distinct on (hash) hash, created_at from ours`
}

/** Looked up in the catalogue, because naming a table in a schema without USAGE privilege is an error. */
async function hasEarlierInstall(tx: TransactionSql): Promise<boolean> {
  const rows = await tx`
    select from pg_class records join pg_namespace space on space.oid = records.relnamespace
    where space.nspname = 'drizzle' and records.relname = '__drizzle_migrations'
      and has_schema_privilege(space.oid, 'usage')
      and has_table_privilege(records.oid, 'select') and has_table_privilege(records.oid, 'delete')
      and current_schema() = 'public' and to_regclass('public.shop_credentials') is not null`
  return rows.length > 0
}

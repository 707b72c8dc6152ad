import { SettingsError } from '@shopmirror/config'
import type { TransactionSql } from 'postgres'
import { mirrorTables } from '../mirror/tables.ts'

/**
 * Puts the tables of the mirror on `count` hash partitions by `shop_id`. Copies every row under a lock, so it is for a new
 * mirror or a maintenance window; tables that are partitioned already stay. Resolves to the names of those that it changed.
 * Throws a `SettingsError` where a table has triggers or checks of somebody else.
 */
export async function partitionByShop(tx: TransactionSql, count: number): Promise<string[]> {
  const changed: string[] = []
  for (const table of mirrorTables.keys()) {
    const [plain] = await tx`select oid from pg_class where oid = ${table}::regclass and relkind = 'r'`
    if (!plain) continue
    await refuseForeignParts(tx, table)
    await partition(tx, table, count)
    changed.push(table)
  }
  return changed
}

async function refuseForeignParts(tx: TransactionSql, table: string): Promise<void> {
  const found = await tx<{ name: string }[]>`
    select tgname as name from pg_trigger where tgrelid = ${table}::regclass and not tgisinternal
    union all select conname from pg_constraint where conrelid = ${table}::regclass and contype in ('c', 'f')`
  if (found.length === 0) return
  throw new SettingsError(
    `The table ${table} has ${found.map(({ name }) => name).join(', ')}, which Shopmirror did not create. Drop it, partition, and ` +
      'create it again on the partitioned table.',
  )
}

async function partition(tx: TransactionSql, table: string, count: number): Promise<void> {
  const plain = `${table}_plain`
  const indexes = await setAsideIndexes(tx, table)
  await tx.unsafe(`alter table ${table} rename to ${plain}`)
  await tx.unsafe(
    `create table ${table} (like ${plain} including defaults including generated including storage including compression
      including comments) partition by hash (shop_id)`,
  )
  for (let part = 0; part < count; part++) {
    await tx.unsafe(
      `create table ${table}_${part} partition of ${table} for values with (modulus ${count}, remainder ${part})`,
    )
  }
  await copyRows(tx, plain, table)
  for (const { definition } of indexes) await tx.unsafe(definition)
  await moveViews(tx, plain, table)
  await copyGrants(tx, plain, table)
  await tx.unsafe(`drop table ${plain}`)
  await tx.unsafe(`analyze ${table}`)
}

/** Renames the indexes of a table, and returns what creates them again under their names. */
async function setAsideIndexes(tx: TransactionSql, table: string): Promise<{ definition: string }[]> {
  const indexes = await tx<{ name: string; definition: string }[]>`
    select c.relname as name, coalesce(
      (select format('alter table %I add constraint %I %s', ${table}::text, k.conname, pg_get_constraintdef(k.oid))
        from pg_constraint k where k.conindid = c.oid and k.conrelid = i.indrelid), pg_get_indexdef(c.oid)) as definition
    from pg_index i join pg_class c on c.oid = i.indexrelid where i.indrelid = ${table}::regclass
    order by i.indisprimary desc`
  for (const { name } of indexes) await tx`alter index ${tx(name)} rename to ${tx(`${name.slice(0, 57)}_plain`)}`
  return indexes
}

async function copyRows(tx: TransactionSql, from: string, to: string): Promise<void> {
  const columns = await tx<{ name: string }[]>`
    select quote_ident(attname) as name from pg_attribute
    where attrelid = ${from}::regclass and attnum > 0 and not attisdropped and attgenerated = ''`
  const names = columns.map(({ name }) => name).join(', ')
  await tx.unsafe(`insert into ${to} (${names}) select ${names} from ${from}`)
}

/** Replaced, not created again, so that their privileges stay. */
async function moveViews(tx: TransactionSql, from: string, to: string): Promise<void> {
  const views = await tx<{ name: string; definition: string }[]>`
    select distinct v.oid::regclass::text as name,
      regexp_replace(pg_get_viewdef(v.oid), ${`\\m${from}\\M`}, ${to}, 'g') as definition
    from pg_depend d join pg_rewrite r on r.oid = d.objid join pg_class v on v.oid = r.ev_class
    where d.classid = 'pg_rewrite'::regclass and d.refobjid = ${from}::regclass and v.relkind = 'v'`
  for (const { name, definition } of views) await tx.unsafe(`create or replace view ${name} as ${definition}`)
}

async function copyGrants(tx: TransactionSql, from: string, to: string): Promise<void> {
  const grants = await tx<{ privilege: string; grantee: string }[]>`
    select privilege_type as privilege, case when grantee = 0 then 'public' else grantee::regrole::text end as grantee
    from pg_class, aclexplode(relacl) where oid = ${from}::regclass and grantee <> relowner`
  for (const { privilege, grantee } of grants) await tx.unsafe(`grant ${privilege} on ${to} to ${grantee}`)
}

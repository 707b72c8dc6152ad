import { until } from '@shopmirror/test/until.ts'
import type { Sql } from 'postgres'
import type { Stage } from './stage.ts'
import { formatCount } from './table.ts'

const ERASE_TIMEOUT_MS = 30_000
const TOKENS_TIMEOUT_MS = 10_000
/** Tables that may keep rows of the shop: the evidence of the erasure. */
const KEPT = ['erasures']

/** Uninstalls the app. Returns whether everything that must be deleted is deleted. */
export async function showUninstall(stage: Stage, shopId: string): Promise<boolean> {
  const { screen, domain, sandbox, sql, expectation } = stage
  screen.title(`The merchant removes the app from ${domain}`)
  const visit = await expectation.uninstall(sandbox, domain)
  for (const { method, url, status } of visit?.hops ?? [])
    screen.line(`shop     ${method} ${new URL(url).pathname}  ${status}`)
  // An uninstall by webhook is answered before it is processed.
  const isAtOnce = visit !== null
  const tokens = await countTokens(stage, shopId, isAtOnce ? 0 : TOKENS_TIMEOUT_MS)
  say(stage, tokens === 0, isAtOnce ? 'the tokens were deleted before the answer was sent' : 'the tokens are deleted')

  const removed = await until(() => findErasure(sql, shopId), { timeoutMs: ERASE_TIMEOUT_MS, message: 'the erasure' })
  const left = await findLeft(sql, shopId)
  const total = Object.values(removed).reduce((sum, count) => sum + count, 0)
  say(stage, left.length === 0, `the mirror is erased: ${formatCount(total)} rows, with evidence`)
  for (const line of left) screen.line(line)
  return tokens === 0 && left.length === 0
}

/** Returns as soon as there are none, at the latest after `timeoutMs`. */
async function countTokens({ sql }: Stage, shopId: string, timeoutMs: number): Promise<number> {
  const count = () => countRows(sql, 'shop_credentials', shopId)
  await until(async () => (await count()) === 0, { timeoutMs }).catch(() => undefined)
  return count()
}

function say({ screen }: Stage, isGood: boolean, text: string): void {
  screen.line(isGood ? `${screen.good('✓')} ${text}` : `${screen.bad('✗')} failed: ${text}`)
}

async function findErasure(sql: Sql, shopId: string): Promise<Record<string, number> | undefined> {
  const [row] = await sql<{ removed: Record<string, number> }[]>`
    select removed from erasures where shop_id = ${shopId} and finished_at is not null`
  return row?.removed
}

/** Tables that still have rows of the shop. */
async function findLeft(sql: Sql, shopId: string): Promise<string[]> {
  const tables = await sql<{ name: string }[]>`
    select c.table_name as name from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where c.column_name = 'shop_id' and t.table_type = 'BASE TABLE' and c.table_schema = 'public'`
  const counts = await Promise.all(
    tables.map(async ({ name }) => ({ name, count: await countRows(sql, name, shopId) })),
  )
  return counts
    .filter(({ name, count }) => count > 0 && !KEPT.includes(name))
    .map(({ name, count }) => `${count} rows left in ${name}`)
}

async function countRows(sql: Sql, table: string, shopId: string): Promise<number> {
  const [row] = await sql<
    { count: number }[]
  >`select count(*)::int as count from ${sql(table)} where shop_id = ${shopId}`
  return row?.count ?? 0
}

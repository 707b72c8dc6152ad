import type { Repositories } from '@shopmirror/db'
import { createEnqueue, installShop, type Queues } from '@shopmirror/jobs'
import { until } from '@shopmirror/test/until.ts'
import type { Sql } from 'postgres'

export interface Connection {
  db: Repositories
  sql: Sql
  queues: Queues
}

export interface Installing {
  platform: string
  domain: string
  /** The platform's grant, where it gives one. */
  code?: string
}

export interface Connected {
  shopId: string
  runId: string
}

/** Through `shop.install`, as a claimed installation would; resolves with the shop's first run when it has begun. */
export async function connectShop({ db, sql, queues }: Connection, shop: Installing): Promise<Connected> {
  const { domain } = shop
  const { id: accountId } = await db.accounts.create({ name: `bench of ${domain}` })
  const expiresAt = new Date(Date.now() + 600_000)
  const installationId = await db.installations.create({ ...shop, expiresAt, accountId })
  await createEnqueue(queues)(installShop, { installationId })
  const message = `the first run of ${domain}`
  return until(() => findFirstRun(sql, domain), { timeoutMs: 60_000, intervalMs: 50, message })
}

async function findFirstRun(sql: Sql, domain: string): Promise<Connected | undefined> {
  const [row] = await sql<Connected[]>`
    select s.id as "shopId", r.id as "runId" from shops s join sync_runs r on r.shop_id = s.id
    where s.domain = ${domain} and r.started_at is not null`
  return row
}

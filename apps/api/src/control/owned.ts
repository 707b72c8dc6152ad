import type { Repositories } from '@shopmirror/db'
import type { Shop } from '@shopmirror/jobs'
import type { Platform } from '@shopmirror/platforms'
import { isWithin } from '../http/auth.ts'
import { Problem } from '../http/problem.ts'

/** Throws `not-found` also when the shop belongs to another account. */
export async function findShop(id: string, scope: string | null, db: Repositories): Promise<Shop> {
  const shop = await db.shops.find(id)
  if (!shop || !isWithin(scope, shop.accountId)) throw new Problem('not-found')
  return shop
}

/** A row of `sync_runs`. */
export type Run = NonNullable<Awaited<ReturnType<Repositories['runs']['find']>>>

/** Throws `not-found` also when the run belongs to a shop outside the scope. */
export async function findRun(id: string, scope: string | null, db: Repositories): Promise<Run> {
  const run = await db.runs.find(id)
  if (!run) throw new Problem('not-found')
  await findShop(run.shopId, scope, db)
  return run
}

/** Throws `not-found` when the platform is not enabled in this deployment. */
export function findPlatform(id: string, platforms: ReadonlyMap<string, Platform>): Platform {
  const platform = platforms.get(id)
  if (!platform) throw new Problem('not-found')
  return platform
}

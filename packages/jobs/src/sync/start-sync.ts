import type { Repositories } from '@shopmirror/db'
import { type Platform, type Resource, resourceNames } from '@shopmirror/platforms'
import { type EnqueueAfterCommit, type OutboxDeps, withOutbox } from '../queue/with-outbox.ts'
import { SyncRefusedError } from './sync-refused-error.ts'
import { syncRun } from './sync-run.ts'

export interface SyncStarters extends OutboxDeps {
  platforms: ReadonlyMap<string, Platform>
}

export interface SyncWish {
  shopId: string
  type: 'full' | 'incremental'
  trigger: 'manual' | 'schedule' | 'install' | 'gap'
  /** Absent: those of the shop's settings, else all the platform has. */
  resources?: readonly Resource[]
  /** Lifts the delete guard for this run. */
  force?: boolean
  /** Of an incremental run that closes a gap: read at least from this moment on, minus the platform's overlap. */
  since?: Date
}

export interface SyncTransaction extends Pick<SyncStarters, 'platforms'> {
  db: Repositories
  enqueue: EnqueueAfterCommit
}

type Created = Awaited<ReturnType<Repositories['runs']['create']>>

/** As `startSync`, in a transaction of the caller's. */
export async function startSyncIn(wish: SyncWish & { delayMs?: number }, starting: SyncTransaction): Promise<Created> {
  const { run, created } = await createRun(wish, starting)
  if (created) await starting.enqueue(syncRun, { runId: run.id, shopId: wish.shopId }, { delayMs: wish.delayMs })
  return { run, created }
}

/**
 * Creates a run and has it enqueued, or answers the one that is open; also while Redis is down, the run then starts when
 * it is back. Throws `SyncRefusedError` when the shop cannot be synced and `PlanLimitError` when the account's syncs of
 * this month are used up.
 */
export function startSync(wish: SyncWish & { delayMs?: number }, starters: SyncStarters): Promise<Created> {
  const { platforms } = starters
  return withOutbox(starters, (db, enqueue) => startSyncIn(wish, { db, enqueue, platforms }))
}

async function createRun(wish: SyncWish, { db, platforms }: SyncTransaction): Promise<Created> {
  const shop = await db.shops.find(wish.shopId)
  if (!shop) throw new SyncRefusedError('not_found', `There is no shop ${wish.shopId}.`)
  if (shop.status !== 'active') {
    throw new SyncRefusedError('not_active', `${shop.domain} is ${shop.status}: only active shops can be synced.`)
  }
  const platform = platforms.get(shop.platform)
  if (!platform) throw new SyncRefusedError('not_found', `This installation serves no platform ${shop.platform}.`)

  // A new shop has to be filled, and a gap closed, whatever the plan.
  if (wish.trigger === 'manual' || wish.trigger === 'schedule') await db.runs.demandAllowance(shop.accountId)
  const resources = await chooseResources(wish, platform, db)
  return db.runs.create({
    shopId: shop.id,
    type: wish.type,
    trigger: wish.trigger,
    resources,
    force: wish.force ?? false,
    ...(wish.since && { since: wish.since }),
  })
}

async function chooseResources(wish: SyncWish, platform: Platform, db: Repositories): Promise<Resource[]> {
  const settings = wish.resources ? null : await db.shopSettings.get(wish.shopId)
  const wanted = new Set<string>(wish.resources ?? settings?.resources ?? platform.resources)
  const chosen = resourceNames.filter((name) => wanted.has(name) && platform.resources.includes(name))
  if (chosen.length > 0) return chosen

  const offered = platform.resources.join(', ')
  throw new SyncRefusedError('no_resources', `Nothing to sync: choose from ${offered}.`)
}

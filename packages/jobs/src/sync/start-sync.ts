import type { Repositories } from '@shopmirror/db'
import { type Platform, type Resource, resourceNames } from '@shopmirror/platforms'
import { type EnqueueAfterCommit, type OutboxDeps, withOutbox } from '../queue/with-outbox.ts'
import { notEnabled } from '../require-platform.ts'
import { SyncRefusedError } from './sync-refused-error.ts'
import { syncRun } from './sync-run.ts'

/** What starting a sync needs. */
export interface SyncStarters extends OutboxDeps {
  platforms: ReadonlyMap<string, Platform>
}

/** The sync to start. */
export interface SyncRequest {
  shopId: string
  type: 'full' | 'incremental'
  trigger: 'manual' | 'schedule' | 'install' | 'gap'
  /** Default: those of the shop's settings, else all of the platform. */
  resources?: readonly Resource[]
  /** Disables the delete guard for this run. */
  force?: boolean
  /**
   * Of an incremental run that closes a gap: changes are read from this time on at the latest, minus the platform's
   * overlap.
   */
  since?: Date
}

/** What starting a sync in an open transaction needs. */
export interface SyncTransaction extends Pick<SyncStarters, 'platforms'> {
  db: Repositories
  enqueue: EnqueueAfterCommit
}

type CreatedRun = Awaited<ReturnType<Repositories['runs']['create']>>

/** As `startSync`, in the caller's transaction. */
export async function startSyncIn(
  request: SyncRequest & { delayMs?: number },
  starting: SyncTransaction,
): Promise<CreatedRun> {
  const { run, created } = await createRun(request, starting)
  if (created) await starting.enqueue(syncRun, { runId: run.id, shopId: request.shopId }, { delayMs: request.delayMs })
  return { run, created }
}

/**
 * Creates a run and enqueues it, or returns the open one. Works while Redis is down: the run starts when Redis is back.
 * Throws `SyncRefusedError` when the shop cannot be synced, and `PlanLimitError` when the account has used up its syncs
 * of this month.
 */
export function startSync(request: SyncRequest & { delayMs?: number }, starters: SyncStarters): Promise<CreatedRun> {
  const { platforms } = starters
  return withOutbox(starters, (db, enqueue) => startSyncIn(request, { db, enqueue, platforms }))
}

async function createRun(request: SyncRequest, { db, platforms }: SyncTransaction): Promise<CreatedRun> {
  const shop = await db.shops.find(request.shopId)
  if (!shop) throw new SyncRefusedError('not_found', `There is no shop ${request.shopId}.`)
  if (shop.status !== 'active') {
    throw new SyncRefusedError('not_active', `${shop.domain} is ${shop.status}. Only active shops can be synced.`)
  }
  const platform = platforms.get(shop.platform)
  if (!platform) throw new SyncRefusedError('not_found', notEnabled(shop.platform))

  // Install and gap syncs do not count towards the plan's limit.
  if (request.trigger === 'manual' || request.trigger === 'schedule') await db.runs.requireAllowance(shop.accountId)
  const resources = await chooseResources(request, platform, db)
  return db.runs.create({
    shopId: shop.id,
    type: request.type,
    trigger: request.trigger,
    resources,
    force: request.force ?? false,
    ...(request.since && { since: request.since }),
  })
}

async function chooseResources(request: SyncRequest, platform: Platform, db: Repositories): Promise<Resource[]> {
  const settings = request.resources ? null : await db.shopSettings.get(request.shopId)
  const wanted = new Set<string>(request.resources ?? settings?.resources ?? platform.reads.resources)
  const chosen = resourceNames.filter((name) => wanted.has(name) && platform.reads.resources.includes(name))
  if (chosen.length > 0) return chosen

  const offered = platform.reads.resources.join(', ')
  throw new SyncRefusedError('no_resources', `Nothing to sync. Choose from ${offered}.`)
}

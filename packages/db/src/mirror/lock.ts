import type { Transaction } from '../connection.ts'
import { FencedError, ShopGoneError } from '../errors.ts'
import type { Checkpoint } from './checkpoint.ts'

/** What is known of a shop or run once its row is locked for a write. */
export interface LockedShop {
  /** Whether anything of the shop is in quarantine. */
  hasQuarantine: boolean
  /** Whether temporary tables may be created: some databases are hardened. */
  mayStage: boolean
  /** Whether the mirror is on partitions by shop. */
  isPartitioned: boolean
}

const LAYOUT = `has_database_privilege(current_database(), 'temporary') as "mayStage",
  exists (select from pg_partitioned_table where partrelid = 'products'::regclass) as "isPartitioned"`

/** Until the transaction ends no other worker takes the run over; records the calls it spent. Throws `FencedError` when it is no longer the caller's. */
export async function lockRun(tx: Transaction, { runId, epoch, spent }: Checkpoint, now: Date): Promise<LockedShop> {
  const [held] = await tx<LockedShop[]>`
    update sync_runs set heartbeat_at = ${now.toISOString()}, requests = requests + ${spent?.requests ?? 0},
      throttled = throttled + ${spent?.throttled ?? 0}, waited_ms = waited_ms + ${Math.round(spent?.waitedMs ?? 0)}
    where id = ${runId} and epoch = ${epoch} and status = 'running'
    returning exists (select from quarantine q where q.shop_id = sync_runs.shop_id) as "hasQuarantine",
      ${tx.unsafe(LAYOUT)}`
  if (!held) throw new FencedError(runId)
  return held
}

/** Until the transaction ends the shop stays connected: what is written now is seen by its erasure. Throws `ShopGoneError`. */
export async function lockShop(tx: Transaction, shopId: string): Promise<LockedShop> {
  const [held] = await tx<LockedShop[]>`
    select exists (select from quarantine q where q.shop_id = shops.id) as "hasQuarantine", ${tx.unsafe(LAYOUT)}
    from shops where id = ${shopId} and status <> 'uninstalled' for share`
  if (!held) throw new ShopGoneError(shopId)
  return held
}

import type { Transaction } from '../connection.ts'
import { FencedError, ShopGoneError } from '../errors.ts'
import type { Checkpoint } from './checkpoint.ts'

/** Until the transaction ends nobody takes the run over; notes the calls it spent. Throws `FencedError` when it is no longer the caller's. */
export async function holdRun(tx: Transaction, { runId, epoch, spent }: Checkpoint, now: Date): Promise<void> {
  const held = await tx`
    update sync_runs set heartbeat_at = ${now.toISOString()}, requests = requests + ${spent?.requests ?? 0},
      throttled = throttled + ${spent?.throttled ?? 0}, waited_ms = waited_ms + ${Math.round(spent?.waitedMs ?? 0)}
    where id = ${runId} and epoch = ${epoch} and status = 'running'`
  if (held.count === 0) throw new FencedError(runId)
}

/** Until the transaction ends the shop stays connected: what is written now is seen by its erasure. Throws `ShopGoneError`. */
export async function holdShop(tx: Transaction, shopId: string): Promise<void> {
  const held = await tx`select 1 from shops where id = ${shopId} and status <> 'uninstalled' for share`
  if (held.length === 0) throw new ShopGoneError(shopId)
}

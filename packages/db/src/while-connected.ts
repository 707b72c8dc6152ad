import { and, eq, ne } from 'drizzle-orm'
import type { Db } from './connection.ts'
import { ShopGoneError } from './errors.ts'
import { shops } from './schema/index.ts'

/** A Drizzle transaction. */
export type Tx = Parameters<Parameters<Db['transaction']>[0]>[0]

/** `share`: concurrent with others that only need the shop to stay connected. `no key update`: exclusive. */
type LockMode = 'share' | 'no key update'

/**
 * Runs `work` in a transaction in which the shop stays connected: an uninstall waits for it, then deletes what it
 * wrote. Throws `ShopGoneError` when the shop is not connected.
 */
export function whileConnected<T>(
  db: Db,
  shopId: string,
  work: (tx: Tx) => Promise<T>,
  mode: LockMode = 'share',
): Promise<T> {
  return db.transaction(async (tx) => {
    const locked = await tx
      .select({ id: shops.id })
      .from(shops)
      .where(and(eq(shops.id, shopId), ne(shops.access, 'uninstalled')))
      .for(mode)
    if (locked.length === 0) throw new ShopGoneError(shopId)
    return work(tx)
  })
}

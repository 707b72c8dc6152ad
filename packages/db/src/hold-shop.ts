import { and, eq, ne } from 'drizzle-orm'
import type { Db } from './connection.ts'
import { ShopGoneError } from './errors.ts'
import { shops } from './schema/index.ts'

export type Tx = Parameters<Parameters<Db['transaction']>[0]>[0]

/** `share`: with others who only need it connected. `no key update`: one after the other. */
type Strength = 'share' | 'no key update'

/**
 * A transaction in which the shop stays connected: an uninstall waits for it, and then removes what it wrote. Throws
 * `ShopGoneError` when the uninstall was first.
 */
export function whileConnected<T>(
  db: Db,
  shopId: string,
  work: (tx: Tx) => Promise<T>,
  strength: Strength = 'share',
): Promise<T> {
  return db.transaction(async (tx) => {
    const held = await tx
      .select({ id: shops.id })
      .from(shops)
      .where(and(eq(shops.id, shopId), ne(shops.access, 'uninstalled')))
      .for(strength)
    if (held.length === 0) throw new ShopGoneError(shopId)
    return work(tx)
  })
}

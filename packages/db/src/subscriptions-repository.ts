import { and, asc, eq, notInArray, sql } from 'drizzle-orm'
import type { Connection } from './connection.ts'
import { createId } from './create-id.ts'
import { whileConnected } from './hold-shop.ts'
import { shops, webhookSubscriptions } from './schema/index.ts'

export const subscriptionsRepository = ({ db, sql: raw, now }: Connection) => ({
  /** The topics a shop should have, and no others. Throws `ShopGoneError`. */
  async want(shopId: string, topics: readonly string[]) {
    if (topics.length === 0) return
    await whileConnected(db, shopId, async (tx) => {
      await tx
        .insert(webhookSubscriptions)
        .values(topics.map((topic) => ({ id: createId('sub'), shopId, topic })))
        .onConflictDoNothing()
      await tx
        .delete(webhookSubscriptions)
        .where(and(eq(webhookSubscriptions.shopId, shopId), notInArray(webhookSubscriptions.topic, [...topics])))
    })
  },

  list: ({ accountId, shopId }: { accountId: string | null; shopId?: string }) =>
    db
      .select({ subscription: webhookSubscriptions })
      .from(webhookSubscriptions)
      .innerJoin(shops, eq(shops.id, webhookSubscriptions.shopId))
      .where(
        and(accountId === null ? undefined : eq(shops.accountId, accountId), shopId ? eq(shops.id, shopId) : undefined),
      )
      .orderBy(asc(webhookSubscriptions.shopId), asc(webhookSubscriptions.topic))
      .then((rows) => rows.map(({ subscription }) => subscription)),

  async markActive({ shopId, topic, externalId }: { shopId: string; topic: string; externalId: string }) {
    await db
      .update(webhookSubscriptions)
      .set({ status: 'active', externalId, error: null, checkedAt: now() })
      .where(isTopic(shopId, topic))
  },

  async markRefused({ shopId, topic, error }: { shopId: string; topic: string; error: string }) {
    await db
      .update(webhookSubscriptions)
      .set({ status: 'refused', externalId: null, error, checkedAt: now() })
      .where(isTopic(shopId, topic))
  },

  /** Shops with a subscription nobody has looked at since. */
  async dueForCheck(before: Date, limit: number): Promise<string[]> {
    const rows = await raw<{ shop_id: string }[]>`
      select s.shop_id from webhook_subscriptions s join shops h on h.id = s.shop_id
      where h.status = 'active' and (s.checked_at is null or s.checked_at < ${before.toISOString()})
      group by s.shop_id order by min(s.checked_at) nulls first limit ${limit}`
    return rows.map((row) => row.shop_id)
  },
})

function isTopic(shopId: string, topic: string) {
  return and(eq(webhookSubscriptions.shopId, shopId), eq(webhookSubscriptions.topic, sql`${topic}`))
}

import type { JobContext, OpenShop } from '../context.ts'

/** Stores what the platform says of the shop, and which scopes are missing where it can say. */
export async function learnShop({ shop, client }: OpenShop, { db }: JobContext): Promise<void> {
  const profile = await client.describe()
  await db.transaction(async (tx) => {
    await tx.shops.describe(shop.id, profile)
    if (!profile.missingScopes) return
    await tx.shops.clearMissingScopes(shop.id)
    for (const scope of profile.missingScopes) await tx.shops.markMissingScope(shop.id, scope)
  })
}

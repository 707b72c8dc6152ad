import type { JobContext, OpenShop } from '../context.ts'

/** Stores the shop's profile, and the missing scopes if the platform reports them. */
export async function updateProfile({ shop, client }: OpenShop, { db }: JobContext): Promise<void> {
  const profile = await client.describe()
  await db.transaction(async (tx) => {
    await tx.shops.describe(shop.id, profile)
    if (!profile.missingScopes) return
    await tx.shops.clearMissingScopes(shop.id)
    for (const scope of profile.missingScopes) await tx.shops.markMissingScope(shop.id, scope)
  })
}

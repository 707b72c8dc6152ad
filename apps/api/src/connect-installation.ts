import type { Repositories } from '@shopmirror/db'

/** An installation that an account has claimed and whose shop is known. */
export interface ClaimedInstallation {
  id: string
  accountId: string
  platform: string
  domain: string
}

/** Connects the installation's shop. Throws `ShopTakenError` or `PlanLimitError`, and changes nothing then. */
export async function connectInstallation({ id, ...shop }: ClaimedInstallation, db: Repositories): Promise<void> {
  const connected = await db.shops.connect(shop)
  await db.installations.attachShop(id, connected.shop.id)
}

import type { Resource } from '../contract/mirror-rows.ts'
import { describePlatform, type PlatformStage } from './conformance.ts'
import { ownAppInstalls } from './conformance-installs.ts'
import { createKeyedPlatform } from './keyed-platform.ts'
import { startKeyedShop } from './keyed-shop.ts'

/** A platform of the third kind of install: there is no app, and each shop has a key of its own. */
async function openStage(): Promise<PlatformStage & { fields: Record<string, string> }> {
  const shop = await startKeyedShop()
  const platform = createKeyedPlatform(shop)
  const { domain, key, secret, products } = shop
  const newest = () => [...products.keys()].at(-1) ?? ''
  return {
    ...{ platform, domain, oldSecret: secret },
    fields: { consumer_key: key, consumer_secret: secret },
    resourcesWithWindows: ['products'],
    grantRequest: async () => ({ domain, ownApp: { key, secret } }),
    ids: (_resource: Resource) => [...products.keys()],
    change() {
      const id = newest()
      products.set(id, { id, title: 'Új', updatedAt: Date.now() })
      return id
    },
    remove() {
      const id = newest()
      products.delete(id)
      return id
    },
    break: shop.break,
    shift: shop.shift,
    refuseTokens: () => {
      shop.isKeyRevoked = true
    },
    mend: shop.mend,
    close: shop.close,
  }
}

describePlatform('keyed', openStage, ownAppInstalls)

import { addressOf, type Settings } from '../settings.ts'

const vendorHosts = /^[a-z0-9.-]+\.(my)?shoprenter\.hu$/

/**
 * Where the merchant goes after the callback. The signature does not cover `app_url`, so it is followed only to the
 * app's own page in a shop admin at the vendor's domains; everything else leads to the canonical address.
 */
export function continueUrlOf(appUrl: string | undefined, shop: string, settings: Settings): URL {
  const canonical = canonicalUrl(shop, settings)
  if (!appUrl || /[\\\s@]/.test(appUrl) || !URL.canParse(appUrl)) return canonical
  const url = new URL(appUrl)
  const plain = url.username === '' && url.password === '' && url.search === '' && url.hash === ''
  if (!plain || url.pathname !== canonical.pathname) return canonical
  if (url.origin === canonical.origin) return url
  return url.protocol === 'https:' && url.port === '' && vendorHosts.test(url.hostname) ? url : canonical
}

function canonicalUrl(shop: string, settings: Settings): URL {
  const admin = addressOf(settings.SHOPRENTER_ADMIN_URL, shop)
  admin.pathname = `${admin.pathname.replace(/\/$/, '')}/admin/app/${settings.SHOPRENTER_APP_ID}`
  return admin
}

import { addressOf, type Settings } from '../settings.ts'

const vendorHosts = /^[a-z0-9.-]+\.(my)?shoprenter\.hu$/

/**
 * Where to redirect the merchant after the callback. `app_url` is not signed, so it is used only if it is the app's own page
 * in a shop admin on the vendor's domains; otherwise the canonical URL is used.
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

import type { PlatformHost } from '../platform-emulator.ts'

/** `api` is the old host of the API, without `/api` in its paths: `href`s still name it. */
export const shoprenterHosts: readonly PlatformHost[] = [
  { name: 'oauth.app.shoprenter.net', sandboxPath: (path) => `/shoprenter/oauth${path}` },
  { name: '*.api2.myshoprenter.hu', sandboxPath: (path, shop) => `/shoprenter/shops/${shop}${path}` },
  { name: '*.api.myshoprenter.hu', sandboxPath: (path, shop) => `/shoprenter/shops/${shop}/api${path}` },
  { name: '*.myshoprenter.hu', sandboxPath: (path, shop) => `/shoprenter/shops/${shop}${path}` },
]

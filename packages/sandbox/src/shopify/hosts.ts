import type { PlatformHost } from '../platform-emulator.ts'

/** Results of bulk operations have an address without a shop. */
const FILES = '/shopify/files/'

export const shopifyHosts: readonly PlatformHost[] = [
  {
    name: '*.myshopify.com',
    sandboxPath: (path, shop) => (path.startsWith(FILES) ? path : `/shopify/${shop}.myshopify.com${path}`),
  },
]

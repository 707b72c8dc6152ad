import type { PlatformHost } from '../platform-emulator.ts'

/** The second is the old name of the first. */
export const shoplineHosts: readonly PlatformHost[] = [
  { name: 'open.shopline.io', sandboxPath: (path) => `/shopline/open${path}` },
  { name: 'open.shoplineapp.com', sandboxPath: (path) => `/shopline/open${path}` },
  { name: 'developers.shoplineapp.com', sandboxPath: (path) => `/shopline/developers${path}` },
]

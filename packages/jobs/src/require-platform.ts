import { PermanentError, type Platform } from '@shopmirror/platforms'

/** Throws `PermanentError` when the platform is not enabled. */
export function requirePlatform(id: string, platforms: ReadonlyMap<string, Platform>): Platform {
  const platform = platforms.get(id)
  if (!platform) throw new PermanentError(notEnabled(id))
  return platform
}

/** What to do about a row of a platform without credentials in this deployment. */
export function notEnabled(platform: string): string {
  return `Platform ${platform} is not enabled in this deployment. Set its credentials (see .env.example), or disconnect the shop.`
}

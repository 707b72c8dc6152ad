import type { InstallGuide, MerchantSelectedInstall, Platform, SignedInstall } from '@shopmirror/platforms'
import { Problem } from '../http/problem.ts'

/** A platform on which merchants can install the app. */
export interface Offer {
  id: string
  platform: Platform
  install: SignedInstall | MerchantSelectedInstall
  guide: InstallGuide
}

/** `null` when the platform has no app, or its credentials are not set. */
export function offerOf(platform: Platform | undefined): Offer | null {
  if (!platform?.configured || platform.install.kind === 'own_app_only') return null
  return { id: platform.id, platform, install: platform.install, guide: platform.install.guide }
}

/**
 * The wanted platforms; by default all on which merchants can install the app. Throws `not-found` for an unknown one and
 * `app-not-configured` when it has no app, or when there is none to offer.
 */
export function offeredPlatforms(
  wanted: readonly string[] | undefined,
  platforms: ReadonlyMap<string, Platform>,
): Offer[] {
  const ids = wanted ?? [...platforms.keys()].filter((id) => offerOf(platforms.get(id)))
  if (ids.length === 0)
    throw new Problem('app-not-configured', { parameters: { platform: [...platforms.keys()].join(', ') } })
  return [...new Set(ids)].map((id) => requireOffer(id, platforms))
}

function requireOffer(id: string, platforms: ReadonlyMap<string, Platform>): Offer {
  const platform = platforms.get(id)
  if (!platform) throw new Problem('not-found')
  const offer = offerOf(platform)
  if (!offer) throw new Problem('app-not-configured', { parameters: { platform: id } })
  return offer
}

import type { OpenPush } from '@shopmirror/db'
import { findVariant, readVariants } from './find-variant.ts'
import type { NotFound, ResolveDeps, Resolved } from './resolved.ts'

/** Finds the variants and locations that pushes of stock name, in the mirror. */
export async function resolveStock(pushes: readonly OpenPush[], deps: ResolveDeps): Promise<Resolved[]> {
  const { db, shopId, capability } = deps
  const [variants, locations, settings] = await Promise.all([
    readVariants(pushes, deps),
    capability.locations ?? db.pushes.activeLocations(shopId),
    db.shopSettings.get(shopId),
  ])
  const standard = settings?.defaultLocation ?? undefined
  return pushes.map((push): Resolved => {
    const variant = findVariant(push.object, variants)
    if ('code' in variant) return { kind: 'refused', push, ...variant }
    const location = findLocation(push.payload.location ?? standard, locations)
    if ('code' in location) return { kind: 'refused', push, ...location }
    const { sku: _sku, price: _price, ...ids } = variant
    const target = { ...ids, locationId: location.id }
    return { kind: 'found', push, target, objectKey: `stock/${target.variantId}/${target.locationId}` }
  })
}

/** Finds the variants that pushes change, in the mirror. */
export async function resolveVariant(pushes: readonly OpenPush[], deps: ResolveDeps): Promise<Resolved[]> {
  const variants = await readVariants(pushes, deps)
  return pushes.map((push): Resolved => {
    const variant = findVariant(push.object, variants)
    if ('code' in variant) return { kind: 'refused', push, ...variant }
    return { kind: 'found', push, target: variant, objectKey: `variant/${variant.variantId}` }
  })
}

function findLocation(wanted: unknown, locations: readonly string[]): { id: string } | NotFound {
  const known = locations.length > 0 ? `Choose from ${locations.join(', ')}.` : 'Sync locations first.'
  if (typeof wanted === 'string')
    return locations.includes(wanted)
      ? { id: wanted }
      : { code: 'location_not_found', error: `The shop has no active location ${wanted}. ${known}` }
  const [only, ...others] = locations
  if (only !== undefined && others.length === 0) return { id: only }
  return { code: 'location_required', error: `The push names no location. ${known}` }
}

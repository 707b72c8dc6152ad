import type { OpenPush, Repositories, VariantIds } from '@shopmirror/db'
import type { Change, WriteCapability } from '@shopmirror/platforms'

type Target = Change<'inventory.set'>['target']

/** A push whose object was found, or why it was not. */
export type Resolved =
  | { push: OpenPush; target: Target; objectKey: string }
  | { push: OpenPush; code: string; error: string }

export interface ResolveDeps {
  db: Pick<Repositories, 'pushes'>
  shopId: string
  capability: WriteCapability
}

/** Finds the variants and locations that pushes of stock name, in the mirror. */
export async function resolveStock(pushes: readonly OpenPush[], deps: ResolveDeps): Promise<Resolved[]> {
  const { db, shopId, capability } = deps
  const [variants, locations] = await Promise.all([
    db.pushes.findVariants(shopId, {
      ids: pushes.flatMap(({ object }) => object.id ?? []),
      skus: pushes.flatMap(({ object }) => object.sku ?? []),
    }),
    capability.locations ?? db.pushes.activeLocations(shopId),
  ])
  return pushes.map((push) => {
    const variant = findVariant(push.object, variants)
    if ('code' in variant) return { push, ...variant }
    const location = findLocation(push.payload.location, locations)
    if ('code' in location) return { push, ...location }
    const { sku: _sku, ...ids } = variant
    const target = { ...ids, locationId: location.id }
    return { push, target, objectKey: `stock/${target.variantId}/${target.locationId}` }
  })
}

type NotFound = { code: string; error: string }

function findVariant({ id, sku }: Record<string, string>, variants: readonly VariantIds[]): VariantIds | NotFound {
  const found = variants.filter((variant) => (id === undefined ? variant.sku === sku : variant.variantId === id))
  const name = id === undefined ? `SKU ${sku}` : `id ${id}`
  const [variant, other] = found
  if (!variant)
    return { code: 'variant_not_found', error: `No variant with ${name} in the mirror. Check it, or sync products.` }
  if (!other) return variant
  const ids = found.map(({ variantId }) => variantId).join(', ')
  return { code: 'variant_ambiguous', error: `${found.length} variants have ${name}. Name one by its id: ${ids}.` }
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

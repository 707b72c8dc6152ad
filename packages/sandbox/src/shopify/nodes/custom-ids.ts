import type { WorldShop } from '../../world/shop.ts'
import type { Metafield } from '../../world/written.ts'
import { APP_NAMESPACE, findDefinition } from '../definitions.ts'
import { graphqlError } from '../graphql/graphql-error.ts'

/** A value of a metafield whose definition is of type `id`. */
export interface CustomId {
  namespace?: string | null
  key: string
  value: string
}

/** The object that has a custom id, read directly and not through the search; a missing definition is thrown. */
export function findByCustomId(world: WorldShop, ownerType: string, customId: CustomId): number | null {
  if (findDefinition(world, ownerType, customId)?.type !== 'id')
    throw graphqlError("Metafield definition of type 'id' is required when using custom ids.", 'NOT_FOUND')
  return ownerOfValue(world, ownerType, customId)
}

export function ownerOfValue(world: WorldShop, ownerType: string, customId: CustomId): number | null {
  const collection = collectionOf(world, ownerType)
  const isVariant = ownerType === 'PRODUCTVARIANT'
  // Only what was written has metafields.
  return (
    collection.ids().find((id) => {
      const { metafields, variantMetafields } = collection.touched(id)?.written ?? {}
      return hasValue(isVariant ? variantMetafields : metafields, customId)
    }) ?? null
  )
}

function hasValue(metafields: readonly Metafield[] = [], { namespace, key, value }: CustomId): boolean {
  const space = namespace ?? APP_NAMESPACE
  return metafields.some((each) => each.namespace === space && each.key === key && each.value === value)
}

interface Written {
  metafields?: readonly Metafield[]
  variantMetafields?: readonly Metafield[]
}

interface Objects {
  ids(): readonly number[]
  touched(id: number): { written?: Written } | null | undefined
}

function collectionOf({ orders, customers, products }: WorldShop, ownerType: string): Objects {
  if (ownerType === 'ORDER') return orders
  return ownerType === 'CUSTOMER' ? customers : products
}

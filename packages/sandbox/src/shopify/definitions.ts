import type { WorldShop } from '../world/shop.ts'
import { type MetafieldDefinition, shopStoreOf } from './shop-store.ts'

/** What an app's metafields are called that name no namespace of their own. */
export const APP_NAMESPACE = 'app--1'

interface Named {
  namespace?: string | null | undefined
  key: string
}

export type NewDefinition = Named & Pick<MetafieldDefinition, 'ownerType' | 'type' | 'name'> & { description?: string }

/** The definition of a shop's metafields of this name. */
export function findDefinition(
  world: WorldShop,
  ownerType: string,
  { namespace, key }: Named,
): MetafieldDefinition | undefined {
  const space = namespace ?? APP_NAMESPACE
  return shopStoreOf(world).definitions.find(
    (each) => each.ownerType === ownerType && each.namespace === space && each.key === key,
  )
}

/** Values of a definition of type `id` are unique among the owners of its type. */
export function addDefinition(world: WorldShop, wanted: NewDefinition): MetafieldDefinition {
  const { definitions } = shopStoreOf(world)
  const { namespace, key, name, ownerType, type, description = null } = wanted
  const definition: MetafieldDefinition = {
    id: `gid://shopify/MetafieldDefinition/${definitions.length + 1}`,
    ...{ namespace: namespace ?? APP_NAMESPACE, key, name, description, ownerType, type },
  }
  definitions.push(definition)
  return definition
}

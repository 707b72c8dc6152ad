import type { WorldShop } from '../../world/shop.ts'
import type { Metafield } from '../../world/written.ts'
import { APP_NAMESPACE, findDefinition } from '../definitions.ts'
import { timeOf } from './gid.ts'
import { listParts } from './list.ts'
import { definitionNode } from './metafield-definition.ts'
import { metafieldNumber } from './metafield-number.ts'
import { type Arguments, mapped } from './node.ts'

interface Owner {
  id: number
  metafields: readonly Metafield[] | undefined
}

/** `metafield` and `metafields` of whatever has them. */
export function metafieldFields<Of>(world: WorldShop, ownerType: string, ownerOf: (of: Of) => Owner) {
  const node = (metafield: Metafield, { id }: Owner) => metafieldNode(metafield, { world, ownerType, id })
  return {
    metafield(of: Of, { namespace, key }: Arguments) {
      const owner = ownerOf(of)
      const space = namespace ?? APP_NAMESPACE
      const found = owner.metafields?.find((each) => each.namespace === space && each.key === key)
      return mapped(found, (metafield) => node(metafield, owner))
    },
    metafields(of: Of, args: Arguments) {
      const owner = ownerOf(of)
      const keys = args.keys as readonly string[] | undefined
      const wanted = (owner.metafields ?? []).filter(
        ({ namespace, key }) =>
          (args.namespace == null || args.namespace === namespace) && (!keys || keys.includes(`${namespace}.${key}`)),
      )
      return listParts(
        wanted.map((metafield) => node(metafield, owner)),
        args,
      )
    },
  }
}

function metafieldNode(
  metafield: Metafield,
  { world, ownerType, id }: { world: WorldShop; ownerType: string; id: number },
) {
  const { namespace, key, type, value, createdAt, updatedAt } = metafield
  const number = metafieldNumber({ ownerType, id }, metafield.id)
  return {
    ...{ __typename: 'Metafield', id: `gid://shopify/Metafield/${number}`, legacyResourceId: number },
    ...{
      namespace,
      key,
      type,
      value,
      jsonValue: jsonOf(type, value),
      ownerType,
      sizeInBytes: Buffer.byteLength(value),
    },
    ...{ createdAt: timeOf(createdAt), updatedAt: timeOf(updatedAt), description: null },
    definition: () => mapped(findDefinition(world, ownerType, { namespace, key }), definitionNode),
  }
}

function jsonOf(type: string, value: string): unknown {
  if (!/^(json|number_integer|boolean|list\.)/.test(type)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

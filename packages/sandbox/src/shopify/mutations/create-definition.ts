import type { WorldShop } from '../../world/shop.ts'
import { addDefinition, findDefinition, type NewDefinition } from '../definitions.ts'
import { requireScope } from '../graphql/access.ts'
import type { CallContext } from '../graphql/resolvers.ts'
import { definitionNode } from '../nodes/metafield-definition.ts'
import type { Subject } from '../nodes/node.ts'
import { problem, type UserError } from './user-error.ts'

/** The scope of a definition is that of its owners. */
const scopes: Readonly<Record<string, string>> = {
  ORDER: 'write_orders',
  CUSTOMER: 'write_customers',
  PRODUCT: 'write_products',
  PRODUCTVARIANT: 'write_products',
}

/** https://shopify.dev/docs/api/admin-graphql/latest/mutations/metafieldDefinitionCreate */
export function createDefinitionSubject(world: WorldShop): Subject {
  return {
    resolvers: {
      Mutation: {
        metafieldDefinitionCreate(_source, { definition }, context: CallContext) {
          const wanted = definition as NewDefinition
          requireScope('metafieldDefinitionCreate', scopes[wanted.ownerType] ?? 'write_products', context.scopes)
          const userErrors = problemsOf(wanted, world)
          if (userErrors.length > 0) return { createdDefinition: null, userErrors }
          return { createdDefinition: definitionNode(addDefinition(world, wanted)), userErrors: [] }
        },
      },
    },
  }
}

const TYPE = /^(list\.)?[a-z]+(_[a-z]+)*$/

function problemsOf({ ownerType, key, namespace, type, name }: NewDefinition, world: WorldShop): UserError[] {
  const at = (field: string, message: string, code: string) => [problem(['definition', field], message, code)]
  if (!/^[\w-]{2,64}$/.test(key)) return at('key', 'Key must be 2 to 64 letters, digits, - or _.', 'INVALID_CHARACTER')
  if (name.trim() === '') return at('name', "Name can't be blank.", 'BLANK')
  if (!TYPE.test(type)) return at('type', `Type name ${type} is not a valid type.`, 'INCLUSION')
  if (findDefinition(world, ownerType, { key, namespace }))
    return at('key', `Key is in use for ${ownerType[0]}${ownerType.slice(1).toLowerCase()} metafields.`, 'TAKEN')
  return []
}

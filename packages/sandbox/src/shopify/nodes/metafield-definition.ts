import { findDefinition } from '../definitions.ts'
import { type MetafieldDefinition, shopStoreOf } from '../shop-store.ts'
import { listParts } from './list.ts'
import { mapped, type NodeDeps, type Subject } from './node.ts'

interface Wanted {
  ownerType: string
  namespace?: string | null
  key: string
}

/** https://written.dev/docs/api/admin-graphql/latest/objects/MetafieldDefinition */
export function metafieldDefinitionSubject({ world }: NodeDeps): Subject {
  const { definitions } = shopStoreOf(world)
  const byId = (id: unknown) =>
    mapped(
      definitions.find((each) => each.id === id),
      definitionNode,
    )
  return {
    find: { MetafieldDefinition: ({ text }) => byId(text) },
    resolvers: {
      Query: {
        metafieldDefinition(_source, { id, identifier }) {
          if (!identifier) return byId(id)
          const { ownerType, namespace, key } = identifier as Wanted
          return mapped(findDefinition(world, ownerType, { namespace, key }), definitionNode)
        },
        metafieldDefinitions(_source, args) {
          const { ownerType, namespace, key } = args
          const found = definitions.filter(
            (each) =>
              each.ownerType === ownerType &&
              (namespace == null || each.namespace === namespace) &&
              (key == null || each.key === key),
          )
          return listParts(found.map(definitionNode), args)
        },
      },
    },
  }
}

export function definitionNode(definition: MetafieldDefinition) {
  const isUnique = definition.type === 'id'
  const category = isUnique ? 'ID' : 'TEXT'
  return {
    ...definition,
    __typename: 'MetafieldDefinition',
    type: { __typename: 'MetafieldDefinitionType', name: definition.type, category },
    capabilities: {
      __typename: 'MetafieldCapabilities',
      uniqueValues: { __typename: 'MetafieldCapabilityUniqueValues', enabled: isUnique, eligible: isUnique },
    },
  }
}

import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'

const COUNT_COST = 10
const MUTATION_COST = 10
const CONNECTION_COST = 2
const FREE_FIELDS: ReadonlySet<string> = new Set(['pageInfo', 'userErrors'])
/**
 * Values rather than objects: nothing themselves, their selections count. Of weights and of the value of a discount it is
 * inferred: a recorded query for weights, and a published one for refunds that live shops take, would otherwise cost more.
 */
const FREE_TYPES =
  /^(MoneyV2|MoneyBag|Weight|InventoryItemMeasurement|PricingValue|MailingAddress|WebhookSubscriptionEndpoint|Customer\w+MarketingConsentState)$/

export interface Costing {
  schema: GraphQLSchema
  document: DocumentNode
  operation: OperationDefinitionNode
  /** Nodes of a connection: requested, or returned. `path` has names only. */
  sizeOf(field: FieldNode, path: string): number
}

/** Points, by the model that fits what live shops have charged. https://shopify.dev/docs/api/usage/limits */
export function costOf({ schema, document, operation, sizeOf }: Costing): number {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of document.definitions)
    if (definition.kind === 'FragmentDefinition') fragments.set(definition.name.value, definition)

  const fieldsOf = (selectionSet: SelectionSetNode, type: GraphQLNamedType): FieldNode[] =>
    selectionSet.selections.flatMap((selection) => {
      if (selection.kind === 'Field') return [selection]
      const fragment = selection.kind === 'InlineFragment' ? selection : fragments.get(selection.name.value)
      if (!fragment) return []
      const wanted = fragment.typeCondition && schema.getType(fragment.typeCondition.name.value)
      const applies =
        !wanted || wanted === type || (isAbstractType(wanted) && isObjectType(type) && schema.isSubType(wanted, type))
      return applies ? fieldsOf(fragment.selectionSet, type) : []
    })

  const below = (selectionSet: SelectionSetNode, type: GraphQLNamedType, path: string): number => {
    const kinds = isAbstractType(type) ? schema.getPossibleTypes(type) : isObjectType(type) ? [type] : []
    return Math.max(0, ...kinds.map((kind) => total(fieldsOf(selectionSet, kind), (each) => ofField(each, kind, path))))
  }

  const ofField = (field: FieldNode, parent: GraphQLObjectType, prefix: string): number => {
    const { selectionSet } = field
    const definition = parent.getFields()[field.name.value]
    if (!selectionSet || !definition || FREE_FIELDS.has(field.name.value)) return 0
    const type = getNamedType(definition.type)
    const path = `${prefix}.${field.alias?.value ?? field.name.value}`
    if (!type.name.endsWith('Connection')) return (FREE_TYPES.test(type.name) ? 0 : 1) + below(selectionSet, type, path)
    const size = sizeOf(field, path)
    const nodes = ofNodes(selectionSet, type, path)
    return size === 0 ? CONNECTION_COST : CONNECTION_COST + Math.max(1, Math.floor(2 * Math.log(size))) * (1 + nodes)
  }

  /** `nodes` and `edges.node` add up, and are no objects of their own. */
  const ofNodes = (selectionSet: SelectionSetNode, connection: GraphQLNamedType, path: string): number =>
    total(fieldsOf(selectionSet, connection), (field) => {
      const inner = isObjectType(connection) && connection.getFields()[field.name.value]
      if (!field.selectionSet || !inner || FREE_FIELDS.has(field.name.value)) return 0
      const type = getNamedType(inner.type)
      const deeper = `${path}.${field.name.value}`
      return field.name.value === 'edges'
        ? ofNodes(field.selectionSet, type, deeper)
        : below(field.selectionSet, type, deeper)
    })

  const root = schema.getRootType(operation.operation)
  if (!root) return 0
  return total(fieldsOf(operation.selectionSet, root), (field) => {
    if (operation.operation === 'mutation') return MUTATION_COST + belowPayload(field, root)
    return field.name.value.endsWith('Count') ? COUNT_COST : ofField(field, root, '')
  })

  function belowPayload(field: FieldNode, parent: GraphQLObjectType): number {
    const payload = getNamedType(parent.getFields()[field.name.value]?.type)
    if (!field.selectionSet || !isObjectType(payload)) return 0
    return total(fieldsOf(field.selectionSet, payload), (direct) => {
      const cost = ofField(direct, payload, `.${(field.alias ?? field.name).value}`)
      return direct.selectionSet && cost > 0 ? cost - 1 : cost
    })
  }
}

function total(fields: readonly FieldNode[], cost: (field: FieldNode) => number): number {
  return fields.reduce((sum, field) => sum + cost(field), 0)
}

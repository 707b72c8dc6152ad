import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'

const COUNT_COST = 10
const MUTATION_COST = 10
const CONNECTION_COST = 2
/** What stands in these costs nothing either, as far as anybody measured. */
const FREE_FIELDS: ReadonlySet<string> = new Set(['pageInfo', 'userErrors'])
/** Nothing themselves; their selections count. */
const FREE_TYPES = /^(MoneyV2|MoneyBag|MailingAddress|Customer\w+MarketingConsentState)$/

interface Walk {
  schema: GraphQLSchema
  fragments: ReadonlyMap<string, FragmentDefinitionNode>
}

/**
 * The points a document asks for before it runs. Shopify publishes no formula; this one was fitted to recorded costs and
 * gives all of the measured examples. https://shopify.dev/docs/api/usage/limits
 */
export function costOfDocument(document: DocumentNode, schema: GraphQLSchema): number {
  const fragments = new Map<string, FragmentDefinitionNode>()
  let cost = 0
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  for (const definition of document.definitions)
    if (definition.kind === Kind.OPERATION_DEFINITION) cost += costOfOperation(definition, { schema, fragments })
  return cost
}

function costOfOperation({ operation, selectionSet }: OperationDefinitionNode, walk: Walk): number {
  const root = walk.schema.getRootType(operation)
  if (!root) throw new Error(`The schema has no ${operation}.`)
  const fields = fieldsOf(selectionSet, root, walk)
  if (operation !== 'mutation') return sum(fields, (field) => costOfRootField(field, root, walk))
  return sum(fields, (field) => MUTATION_COST + costBelowPayload(field, root, walk))
}

function costOfRootField(field: FieldNode, root: GraphQLObjectType, walk: Walk): number {
  return field.name.value.endsWith('Count') ? COUNT_COST : costOfField(field, root, walk)
}

/** A payload and the objects right in it come with the mutation. */
function costBelowPayload(field: FieldNode, root: GraphQLObjectType, walk: Walk): number {
  const payload = typeOf(field, root)
  if (!isObjectType(payload) || !field.selectionSet) return 0
  return sum(fieldsOf(field.selectionSet, payload, walk), (direct) => {
    const type = typeOf(direct, payload)
    if (FREE_FIELDS.has(direct.name.value) || !direct.selectionSet) return 0
    return isConnection(type) ? costOfField(direct, payload, walk) : costOfSelection(direct.selectionSet, type, walk)
  })
}

function costOfField(field: FieldNode, parent: GraphQLObjectType, walk: Walk): number {
  const { selectionSet, name } = field
  if (!selectionSet || FREE_FIELDS.has(name.value)) return 0
  const type = typeOf(field, parent)
  if (isConnection(type)) return costOfConnection(field, type, walk)
  return (FREE_TYPES.test(type.name) ? 0 : 1) + costOfSelection(selectionSet, type, walk)
}

function costOfConnection(field: FieldNode, type: GraphQLObjectType, walk: Walk): number {
  const size = pageSizeOf(field)
  const nodes = sum(fieldsOf(field.selectionSet, type, walk), (inner) => costOfNodes(inner, type, walk))
  return CONNECTION_COST + Math.max(1, Math.floor(2 * Math.log(size))) * (1 + nodes)
}

/** Below `nodes` or `edges.node`: a query with both is charged for both. */
function costOfNodes(field: FieldNode, connection: GraphQLObjectType, walk: Walk): number {
  const type = typeOf(field, connection)
  if (!field.selectionSet || FREE_FIELDS.has(field.name.value)) return 0
  if (field.name.value !== 'edges' || !isObjectType(type)) return costOfSelection(field.selectionSet, type, walk)
  return sum(fieldsOf(field.selectionSet, type, walk), ({ name, selectionSet }) => {
    const node = type.getFields()[name.value]
    return selectionSet && node ? costOfSelection(selectionSet, getNamedType(node.type), walk) : 0
  })
}

/** Of interfaces and unions the dearest kind of object counts. */
function costOfSelection(selectionSet: SelectionSetNode, type: GraphQLNamedType, walk: Walk): number {
  const kinds = isAbstractType(type) ? walk.schema.getPossibleTypes(type) : isObjectType(type) ? [type] : []
  const costs = kinds.map((kind) => sum(fieldsOf(selectionSet, kind, walk), (field) => costOfField(field, kind, walk)))
  return Math.max(0, ...costs)
}

/** The fields that are asked of an object of this type, those in fragments included. */
function fieldsOf(selectionSet: SelectionSetNode | undefined, type: GraphQLObjectType, walk: Walk): FieldNode[] {
  return (selectionSet?.selections ?? []).flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection]
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : walk.fragments.get(selection.name.value)
    const condition = fragment?.typeCondition?.name.value
    return fragment && appliesTo(condition, type, walk) ? fieldsOf(fragment.selectionSet, type, walk) : []
  })
}

function appliesTo(condition: string | undefined, type: GraphQLObjectType, { schema }: Walk): boolean {
  if (condition === undefined || condition === type.name) return true
  const wanted = schema.getType(condition)
  return isAbstractType(wanted) && schema.isSubType(wanted, type)
}

function typeOf(field: FieldNode, parent: GraphQLObjectType): GraphQLNamedType {
  const definition = parent.getFields()[field.name.value]
  if (!definition) throw new Error(`${parent.name} has no field ${field.name.value}.`)
  return getNamedType(definition.type)
}

function isConnection(type: GraphQLNamedType): type is GraphQLObjectType {
  return isObjectType(type) && isCompositeType(type) && type.name.endsWith('Connection')
}

function pageSizeOf(field: FieldNode): number {
  const size = field.arguments?.find(({ name }) => name.value === 'first' || name.value === 'last')?.value
  if (size?.kind === Kind.INT) return Number(size.value)
  throw new Error(`${field.name.value} has to say \`first: \` and a number, so that its cost is known.`)
}

function sum(fields: readonly FieldNode[], costOf: (field: FieldNode) => number): number {
  return fields.reduce((total, field) => total + costOf(field), 0)
}

import {
  type ASTVisitor,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isListType,
  Kind,
  print,
  stripIgnoredCharacters,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql'

const CONNECTIONS_MAX = 5
/** Connections inside connections. */
const NESTING_MAX = 2
const TEXT_BYTES_MAX = 65_535

interface Step {
  field: FieldNode
  kind: 'connection' | 'list' | 'other'
}

/** What Shopify refuses in a bulk operation. https://shopify.dev/docs/api/usage/bulk-operations/queries */
export function findBulkProblems(document: DocumentNode, schema: GraphQLSchema): string[] {
  const problems = new Set<string>()
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION)
      problems.add('a bulk operation is one text: write its fragments out.')
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue
    if (definition.operation !== 'query') problems.add('only queries read in bulk.')
    if (definition.variableDefinitions?.length) problems.add('a bulk operation takes no variables.')
  }
  const paths = connectionsOf(document, schema, problems)
  if (paths.length === 0) problems.add('a bulk operation needs a connection.')
  if (paths.length > CONNECTIONS_MAX) problems.add(`a bulk operation has at most ${CONNECTIONS_MAX} connections.`)
  for (const path of paths) for (const problem of problemsOfConnection(path)) problems.add(problem)
  if (Buffer.byteLength(stripIgnoredCharacters(print(document))) > TEXT_BYTES_MAX)
    problems.add(`the text of a bulk operation has at most ${TEXT_BYTES_MAX} bytes.`)
  return [...problems]
}

/** Each connection with the fields that lead to it, itself the last. */
function connectionsOf(document: DocumentNode, schema: GraphQLSchema, problems: Set<string>): Step[][] {
  const types = new TypeInfo(schema)
  const path: Step[] = []
  const connections: Step[][] = []
  const look: ASTVisitor = {
    Field: {
      enter(field) {
        if (field.name.value === 'nodes' && path.at(-1)?.kind === 'connection')
          problems.add('a bulk operation asks for `edges { node }`, never for `nodes`.')
        path.push({ field, kind: kindOf(types, field) })
        if (path.at(-1)?.kind === 'connection') connections.push([...path])
      },
      leave: () => void path.pop(),
    },
  }
  visit(document, visitWithTypeInfo(types, look))
  return connections
}

function problemsOfConnection(path: readonly Step[]): string[] {
  const name = path.at(-1)?.field.name.value
  const above = path.slice(0, -1)
  const parent = above.findLast(({ field }) => field.name.value === 'node')
  const problems: string[] = []
  if (above.some(({ kind }) => kind === 'list')) problems.push(`${name}: no connection may stand in a plain list.`)
  if (above.filter(({ kind }) => kind === 'connection').length > NESTING_MAX)
    problems.push(`${name}: connections are nested at most ${NESTING_MAX} deep.`)
  if (parent && !asksForId(parent.field)) problems.push(`${name}: what it stands in has to ask for \`id\`.`)
  return problems
}

function asksForId({ selectionSet }: FieldNode): boolean {
  return (selectionSet?.selections ?? []).some(
    (selection) => selection.kind === Kind.FIELD && selection.name.value === 'id' && !selection.alias,
  )
}

/** Edges are a list too, but one that belongs to its connection. */
function kindOf(types: TypeInfo, { name }: FieldNode): Step['kind'] {
  const type = types.getType()
  if (type && getNamedType(type).name.endsWith('Connection')) return 'connection'
  return type && name.value !== 'edges' && isListType(getNullableType(type)) ? 'list' : 'other'
}

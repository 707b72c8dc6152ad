import {
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isListType,
  Kind,
  parse,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql'

const CONNECTIONS_MAX = 5
const DEPTH_MAX = 2

export interface UserError {
  field: string[] | null
  message: string
  code: 'INVALID' | 'OPERATION_IN_PROGRESS' | 'LIMIT_REACHED'
}

/** The texts with which the platform refuses a bulk query, as recorded; empty when it runs it. */
export function checkBulkQuery(text: string, schema: GraphQLSchema): UserError[] {
  return problemsOf(text, schema).map((message) => ({ field: ['query'], message, code: 'INVALID' }))
}

function problemsOf(text: string, schema: GraphQLSchema): string[] {
  const document = parsed(text)
  if (typeof document === 'string') return [`Invalid bulk query: ${document}`]
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION)
  if (operation?.operation !== 'query') return ['Invalid operation type. Only `query` operations are supported.']
  const shape = shapeOf(document, schema)
  const broken = brokenRules(shape)
  if (broken.length > 0) return broken
  return validate(schema, document).map(({ message }) => `Invalid bulk query: ${message}`)
}

function parsed(text: string): DocumentNode | string {
  if (text.replace(/#.*$/gm, '').trim() === '') return 'syntax error, unexpected end of file'
  try {
    return parse(text)
  } catch (error) {
    return `syntax error, ${error instanceof Error ? error.message.replace(/^Syntax Error: /, '') : String(error)}`
  }
}

function brokenRules({ topLevelNode, connections, depth, usingNodes, withoutId, inList }: Shape): string[] {
  return [
    topLevelNode && `Bulk queries cannot contain a top level \`${topLevelNode}\` field.`,
    connections === 0 && 'Bulk queries must contain at least one connection.',
    connections > CONNECTIONS_MAX && `Bulk queries cannot contain more than ${CONNECTIONS_MAX} connections.`,
    depth > DEPTH_MAX && `Bulk queries cannot contain connections with a nesting depth greater than ${DEPTH_MAX}.`,
    usingNodes[0] &&
      `All connection fields in a bulk query must select their contents using 'edges' > 'node', e.g: '${usingNodes[0]} { edges { node {'. Selecting via 'nodes' is not supported. Invalid connection fields: '${usingNodes.join("', '")}'.`,
    withoutId[0] &&
      `The parent 'node' field for a nested connection must select the 'id' field without an alias and must be of 'ID' return type. Connection fields without 'id': ${withoutId.join(', ')}.`,
    inList && 'Queries that contain a connection field within a list field are not currently supported.',
  ].filter((problem) => typeof problem === 'string')
}

interface Shape {
  topLevelNode: string | null
  connections: number
  /** Of connections within connections, the outermost being 0. */
  depth: number
  usingNodes: string[]
  withoutId: string[]
  inList: boolean
}

interface Step {
  name: string
  kind: 'connection' | 'list' | 'other'
  hasId: boolean
}

function shapeOf(document: DocumentNode, schema: GraphQLSchema): Shape {
  const shape: Shape = { topLevelNode: null, connections: 0, depth: 0, usingNodes: [], withoutId: [], inList: false }
  const types = new TypeInfo(schema)
  const path: Step[] = []
  const look = {
    Field: {
      enter(field: FieldNode) {
        const step = { name: field.name.value, kind: kindOf(types, field), hasId: selectsId(field) }
        note(shape, step, path)
        path.push(step)
      },
      leave: () => void path.pop(),
    },
  }
  visit(document, visitWithTypeInfo(types, look))
  return shape
}

function note(shape: Shape, { name, kind }: Step, path: readonly Step[]): void {
  if (path.length === 0 && /^nodes?$/.test(name)) shape.topLevelNode = name
  if (name === 'nodes' && path.at(-1)?.kind === 'connection') shape.usingNodes.push(path.at(-1)?.name ?? '')
  if (kind !== 'connection') return
  shape.connections += 1
  shape.depth = Math.max(shape.depth, path.filter((step) => step.kind === 'connection').length)
  if (path.some((step) => step.kind === 'list')) shape.inList = true
  const parent = path.findLast((step) => step.kind === 'connection')
  const node = path.findLast((step) => step.name === 'node')
  if (parent && node && !node.hasId && !shape.withoutId.includes(parent.name)) shape.withoutId.push(parent.name)
}

/** Edges and nodes are lists too, but such as belong to their connection. */
function kindOf(types: TypeInfo, { name }: FieldNode): Step['kind'] {
  const type = types.getType()
  if (!type) return 'other'
  if (getNamedType(type).name.endsWith('Connection')) return 'connection'
  return isListType(getNullableType(type)) && name.value !== 'edges' && name.value !== 'nodes' ? 'list' : 'other'
}

function selectsId({ selectionSet }: FieldNode): boolean {
  return (selectionSet?.selections ?? []).some(
    (each) => each.kind === Kind.FIELD && each.name.value === 'id' && (each.alias?.value ?? 'id') === 'id',
  )
}

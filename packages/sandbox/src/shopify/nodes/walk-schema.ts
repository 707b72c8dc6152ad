import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql'

export interface WalkOptions {
  schema: GraphQLSchema
  /** Size of every page. */
  first: number
  ask(query: string): Promise<{ data?: unknown; errors?: unknown[] }>
}

export interface Walk {
  /** Types of which an object was found, with every field of each asked for. */
  types: string[]
  failures: { query: string; errors: unknown[] }[]
}

interface Stop {
  type: GraphQLObjectType
  /** The query with a selection at the place where objects of the type are. */
  wrap(selection: string): string
  /** What of an answer stands at that place. */
  unwrap(data: unknown): unknown[]
}

const LEAVES_PER_QUERY = 60

/** Asks for every field of every type of which the shop has an object, beginning at the root. */
export async function walkSchema({ schema, first, ask }: WalkOptions): Promise<Walk> {
  const root = schema.getQueryType()
  if (!root) throw new Error('The schema has no queries.')
  const stops: Stop[] = [{ type: root, wrap: (selection) => `{ ${selection} }`, unwrap: (data) => [data] }]
  const seen = new Set([root.name])
  const failures: Walk['failures'] = []
  const askAt = async ({ wrap, unwrap }: Stop, selection: string) => {
    const query = wrap(selection)
    const { data, errors } = await ask(query)
    if (errors) failures.push({ query, errors })
    return data ? unwrap(data) : []
  }

  for (let stop = stops.shift(); stop; stop = stops.shift()) {
    const { type, wrap, unwrap } = stop
    const fields = Object.values(type.getFields())
    const leaves = fields.filter((field) => isLeafType(getNamedType(field.type)))
    for (let from = 0; from < leaves.length; from += LEAVES_PER_QUERY)
      await askAt(
        stop,
        leaves
          .slice(from, from + LEAVES_PER_QUERY)
          .map((each) => callOf(each, first))
          .join(' '),
      )
    for (const field of fields) {
      if (isLeafType(getNamedType(field.type))) continue
      const place = placeOf(field, first)
      for (const name of namesIn(await askAt(stop, place.wrap('__typename')), place)) {
        const found = schema.getType(name)
        if (seen.has(name) || !isObjectType(found)) continue
        seen.add(name)
        stops.push({
          type: found,
          wrap: (selection) => wrap(place.wrap(`... on ${name} { ${selection} }`)),
          unwrap: (data) => unwrap(data).flatMap(place.unwrap),
        })
      }
    }
  }
  return { types: [...seen].sort(), failures }
}

type Place = Omit<Stop, 'type'>

/** Where the objects of a field are: of a connection, among its nodes. */
function placeOf(field: GraphQLField<unknown, unknown>, first: number): Place {
  const call = callOf(field, first)
  const own = (parent: unknown) => objectsIn(parent, field.name)
  if (!hasNodes(field)) return { wrap: (selection) => `${call} { ${selection} }`, unwrap: own }
  return {
    wrap: (selection) => `${call} { edges { cursor } ${PAGE_INFO} nodes { ${selection} } }`,
    unwrap: (parent) => own(parent).flatMap((connection) => objectsIn(connection, 'nodes')),
  }
}

function hasNodes({ type }: GraphQLField<unknown, unknown>): boolean {
  const connection = getNamedType(type)
  const nodes = isObjectType(connection) && connection.name.endsWith('Connection') && connection.getFields().nodes
  return nodes ? !isLeafType(getNamedType(nodes.type)) : false
}

const PAGE_INFO = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor }'

function objectsIn(parent: unknown, field: string): unknown[] {
  const value = (parent as Record<string, unknown> | null)?.[field]
  return [value].flat(3).filter((each) => each !== null && each !== undefined)
}

function namesIn(parents: unknown[], place: Place): Set<string> {
  const found = parents.flatMap(place.unwrap)
  return new Set(found.map((each) => (each as { __typename?: string }).__typename ?? ''))
}

/** A field with what it requires, and the size of its page. */
function callOf({ name, args }: GraphQLField<unknown, unknown>, first: number): string {
  const given = args
    .filter((arg) => (isNonNullType(arg.type) && arg.defaultValue === undefined) || arg.name === 'first')
    .map((arg) => `${arg.name}: ${arg.name === 'first' ? first : literalOf(arg.type)}`)
  return given.length === 0 ? name : `${name}(${given.join(', ')})`
}

const literals: Readonly<Record<string, string>> = {
  ...{ ID: '"gid://shopify/Product/1"', Int: '1', Float: '1.0', Boolean: 'true', Date: '"2026-01-01"' },
  ...{ DateTime: '"2026-01-01T00:00:00Z"', Decimal: '"1.0"', Money: '"1.0"', URL: '"https://example.com/"' },
}

function literalOf(type: GraphQLInputType): string {
  if (isNonNullType(type)) return literalOf(type.ofType as GraphQLInputType)
  if (isListType(type)) return `[${literalOf(type.ofType as GraphQLInputType)}]`
  if (isEnumType(type)) return type.getValues()[0]?.name ?? ''
  if (!isInputObjectType(type)) return literals[type.name] ?? '"text"'
  const fields = Object.values(type.getFields())
  const needed = type.isOneOf ? fields.slice(0, 1) : fields.filter(({ type: inner }) => isNonNullType(inner))
  return `{ ${needed.map((field) => `${field.name}: ${literalOf(field.type)}`).join(', ')} }`
}

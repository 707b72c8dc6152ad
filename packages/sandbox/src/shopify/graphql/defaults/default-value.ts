import {
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql'
import { connect } from '../connect.ts'

const nothing = { objects: [], keyOf: () => [], node: () => null }
const TIME = '2020-01-02T08:00:00Z'

/** A plausible value of each scalar type. */
const scalars: Readonly<Record<string, unknown>> = {
  Boolean: false,
  Int: 0,
  Float: 0,
  String: '',
  BigInt: '0',
  UnsignedInt64: '0',
  Decimal: '0.0',
  Money: '0.0',
  Date: TIME.slice(0, 10),
  DateTime: TIME,
  UtcOffset: '+00:00',
  URL: 'https://example.com/',
  Color: '#000000',
  JSON: {},
}

export interface DefaultedField {
  schema: GraphQLSchema
  /** Name of the object type that has the field. */
  parent: string
  type: GraphQLOutputType
  args: Record<string, unknown>
}

/** What the schema alone allows to say: null where it may be null, else something empty of the right type. */
export function defaultValue({ schema, parent, type, args }: DefaultedField): unknown {
  if (!isNonNullType(type)) return isConnection(type) ? connect(nothing, args) : null
  if (isListType(type.ofType)) return []
  const named = getNamedType(type)
  if (isConnection(named)) return connect(nothing, args)
  if (named.name === 'ID') return `gid://shopify/${parent}/1`
  if (isEnumType(named)) return firstOf(named.getValues())?.value
  return objectOf(named, schema) ?? scalars[named.name] ?? ''
}

/** An object without properties: its fields are answered by default in turn. */
function objectOf(type: GraphQLNamedType, schema: GraphQLSchema): { __typename: string } | null {
  if (isObjectType(type)) return { __typename: type.name }
  const [first] = isAbstractType(type) ? schema.getPossibleTypes(type) : []
  return first ? { __typename: first.name } : null
}

function isConnection(type: GraphQLOutputType | GraphQLNamedType): boolean {
  return getNamedType(type).name.endsWith('Connection')
}

function firstOf<T extends { deprecationReason?: string | null | undefined }>(values: readonly T[]): T | undefined {
  return values.find(({ deprecationReason }) => !deprecationReason) ?? values[0]
}

import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
  parse,
  validate,
} from 'graphql'
import { validationError } from './errors.ts'

const CACHED_MAX = 500

export interface Prepared {
  document: DocumentNode
  /** As the platform answers them; empty when the query can be executed. */
  problems: Record<string, unknown>[]
}

/** Parsed and checked once a schema: the same few documents come over and over. */
export function createPreparation(): (query: string, schema: GraphQLSchema) => Prepared {
  const bySchema = new WeakMap<GraphQLSchema, Map<string, Prepared>>()
  return (query, schema) => {
    const known = bySchema.get(schema) ?? new Map<string, Prepared>()
    bySchema.set(schema, known)
    const found = known.get(query)
    if (found) return found
    if (known.size >= CACHED_MAX) known.clear()
    const prepared = read(query, schema)
    known.set(query, prepared)
    return prepared
  }
}

function read(query: string, schema: GraphQLSchema): Prepared {
  try {
    const document = parse(query)
    return { document, problems: validate(schema, document).map((error) => validationError(error, document)) }
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    const problem = { message: error.message, locations: error.locations, extensions: { code: 'PARSE_ERROR' } }
    return { document: { kind: 'Document', definitions: [] } as unknown as DocumentNode, problems: [problem] }
  }
}

/** The operation that is meant; `undefined` when the name, or the lack of one, leaves it open. */
export function operationOf({ definitions }: DocumentNode, name?: string): OperationDefinitionNode | undefined {
  const operations = definitions.filter((each): each is OperationDefinitionNode => each.kind === 'OperationDefinition')
  if (name) return operations.find((each) => each.name?.value === name)
  return operations.length === 1 ? operations[0] : undefined
}

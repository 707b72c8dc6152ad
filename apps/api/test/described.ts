/** What a test reads of an OpenAPI document. */
export interface Schema {
  $ref?: string
  type?: string
  enum?: unknown[]
  const?: unknown
  pattern?: string
  format?: string
  minLength?: number
  minimum?: number
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
}

export interface Parameter {
  name: string
  in: 'query' | 'path'
  required?: boolean
  schema: Schema
}

export interface Operation {
  operationId?: string
  summary?: string
  description?: string
  security?: object[]
  parameters?: Parameter[]
  requestBody?: { content: Record<string, { schema: Schema }> }
  responses: Record<string, { description?: string; content?: Record<string, { schema: Schema }> }>
}

export interface Document {
  openapi: string
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema> }
}

export const documentPaths = ['/openapi.json', '/openapi-ingress.json']

export interface DescribedRoute extends Operation {
  method: string
  path: string
}

export function routesOf({ paths }: Document): DescribedRoute[] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ ...operation, path, method: method.toUpperCase() })),
  )
}

/** The schema itself, where it is a reference to one. */
export function resolve(schema: Schema, { components }: Document): Schema {
  return schema.$ref ? (components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}) : schema
}

/** A value that a schema allows, with every field. */
export function exampleOf(given: Schema, document: Document): unknown {
  const schema = resolve(given, document)
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  const alternatives = schema.anyOf ?? schema.oneOf
  if (alternatives && !schema.type) return exampleOf(alternatives[0] ?? {}, document)
  if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1
  if (schema.type === 'boolean') return true
  if (schema.type === 'array') return [exampleOf(schema.items ?? {}, document)]
  if (schema.type === 'object')
    return Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([name, field]) => [name, exampleOf(field, document)]),
    )
  if (schema.format === 'date-time') return '2026-11-01T00:00:00Z'
  return schema.pattern?.includes('_') ? 'shp_0000' : 'x'.repeat(schema.minLength ?? 1)
}

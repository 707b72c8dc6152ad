import { readFileSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import {
  buildClientSchema,
  extendSchema,
  GraphQLList,
  GraphQLNonNull,
  GraphQLScalarType,
  type GraphQLSchema,
  type IntrospectionQuery,
  isObjectType,
  parse,
} from 'graphql'

const VERSION = '2026-10'
/** What older versions had in addition to the schema that is loaded. What they did not have yet is not removed. */
const removals: readonly { removedIn: string; sdl: string }[] = [
  // https://shopify.dev/changelog/removing-permitsskusharing-field-from-fulfillment-service
  { removedIn: '2026-04', sdl: 'extend type FulfillmentService { permitsSkuSharing: Boolean! }' },
]

let loaded: GraphQLSchema | undefined
/** By what they add. */
const extended = new Map<string, GraphQLSchema>()

/** Shopify's own schema, from its developer tools; built once a process, at first use. */
export function adminSchema(version = VERSION): GraphQLSchema {
  loaded ??= load()
  const more = removals.filter(({ removedIn }) => version < removedIn).map(({ sdl }) => sdl)
  if (more.length === 0) return loaded
  const sdl = more.join('\n')
  const schema = extended.get(sdl) ?? extendSchema(loaded, parse(sdl), { assumeValid: true })
  extended.set(sdl, schema)
  return schema
}

function load(): GraphQLSchema {
  const manifest = findPackageJSON('@shopify/dev-mcp', import.meta.url)
  if (!manifest) throw new Error('@shopify/dev-mcp is not installed: run `pnpm install`.')
  const file = join(dirname(manifest), 'dist', 'data', `admin_${VERSION}.json.gz`)
  const { data }: { data: IntrospectionQuery } = JSON.parse(gunzipSync(readFileSync(file)).toString())
  return withNumberedPlaces(buildClientSchema(data, { assumeValid: true }))
}

/** Where an order is wrong is written with numbers for the places in lists, against the schema's own type. */
function withNumberedPlaces(schema: GraphQLSchema): GraphQLSchema {
  const errors = schema.getType('OrderCreateUserError')
  const { field } = isObjectType(errors) ? errors.getFields() : {}
  const part = new GraphQLScalarType({ name: 'String', serialize: (value) => value })
  if (field) field.type = new GraphQLList(new GraphQLNonNull(part))
  return schema
}

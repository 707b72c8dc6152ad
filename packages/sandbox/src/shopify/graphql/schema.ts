import { readFileSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { buildClientSchema, type GraphQLSchema, type IntrospectionQuery } from 'graphql'

const VERSION = '2026-10'
let loaded: GraphQLSchema | undefined

/** Shopify's own schema, as its developer tools bring it along; built when first asked for, once a process. */
export function adminSchema(): GraphQLSchema {
  loaded ??= load()
  return loaded
}

function load(): GraphQLSchema {
  const manifest = findPackageJSON('@shopify/dev-mcp', import.meta.url)
  if (!manifest) throw new Error('@shopify/dev-mcp is not installed: run `pnpm install`.')
  const file = join(dirname(manifest), 'dist', 'data', `admin_${VERSION}.json.gz`)
  const { data }: { data: IntrospectionQuery } = JSON.parse(gunzipSync(readFileSync(file)).toString())
  return buildClientSchema(data, { assumeValid: true })
}

import { readFileSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { buildClientSchema, type GraphQLSchema, type IntrospectionQuery } from 'graphql'

/** Shopify's own schema of the Admin API, as its developer tools bring it along; for checking, never at run time. */
export function readAdminSchema(version: string): GraphQLSchema {
  const manifest = findPackageJSON('@shopify/dev-mcp', import.meta.url)
  if (!manifest) throw new Error('@shopify/dev-mcp is not installed: run `pnpm install`.')
  const file = join(dirname(manifest), 'dist', 'data', `admin_${version}.json.gz`)
  const { data }: { data: IntrospectionQuery } = JSON.parse(gunzipSync(readFileSync(file)).toString())
  return buildClientSchema(data, { assumeValid: true })
}

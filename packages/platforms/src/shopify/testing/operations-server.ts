import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { graphql } from 'graphql'
import type { ShopAccess } from '../../contract/shop-access.ts'
import { createApi, type ShopifyApi } from '../api/api.ts'
import { readAdminSchema } from '../api/graphql/admin-schema.ts'
import { settings } from '../settings.ts'

export interface OperationsServer {
  api: ShopifyApi
  /** For clients of its own. */
  url: string
  /** Arguments of each time a root field was asked for, the oldest first. */
  asked(field: string): unknown[]
  close(): Promise<void>
}

/** What root fields answer; has to fit Shopify's schema, by which documents are executed. */
export type Script = Record<string, (args: Record<string, unknown>) => unknown>

const schema = readAdminSchema('2026-10')
const access: ShopAccess = {
  token: async () => ({ value: 'shpat_1', version: 1 }),
  renewToken: async () => ({ value: 'shpat_1', version: 1 }),
  reserve: async () => 'booking',
  reportRateLimit: async () => {},
}

/** Shopify's schema over HTTP with answers that a test chose, for what the sandbox has no reason to say. */
export async function startOperations(
  script: Script,
  { status = 200, headers = {} }: { status?: number; headers?: Record<string, string> } = {},
): Promise<OperationsServer> {
  const calls: { field: string; args: unknown }[] = []
  const rootValue = Object.fromEntries(
    Object.entries(script).map(([field, answer]) => [
      field,
      (args: Record<string, unknown>) => {
        calls.push({ field, args })
        return answer(args)
      },
    ]),
  )
  const server = createServer(async (request, response) => {
    const { query, variables } = JSON.parse((await request.toArray()).join(''))
    const answer = await graphql({ schema, source: query, variableValues: variables, rootValue })
    response.writeHead(status, headers).end(JSON.stringify(answer))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    api: createApi({
      shop: { id: 'shp_1', domain: 'minta-bolt.myshopify.com' },
      access,
      settings: settings.parse({ SHOPIFY_ADMIN_URL: url }),
      now: () => new Date('2026-11-23T08:00:00Z'),
    }),
    asked: (field) => calls.filter((call) => call.field === field).map(({ args }) => args),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

import type { ShopAccess } from '../platform.ts'
import { startServer, type TestServer, type Told } from '../test-server.ts'
import { createApi, type ShopifyApi } from './api.ts'
import { settings } from './settings.ts'

export interface OperationsServer extends TestServer {
  api: ShopifyApi
  /** Variables of each call to an operation, the oldest first. */
  asked(operation: string): unknown[]
}

/** Data by operation name, or what is said instead of data. */
export type Script = Record<string, (variables: Record<string, unknown>) => unknown>

const access: ShopAccess = {
  token: async () => ({ value: 'shpat_1', version: 1 }),
  renew: async () => ({ value: 'shpat_1', version: 1 }),
  reserve: async () => {},
  learn: async () => {},
}

/** Says by operation what a test wants to hear, for what the sandbox would never say. */
export async function startOperations(script: Script, told: Omit<Told, 'body'> = {}): Promise<OperationsServer> {
  const questions: { operationName: string; variables: Record<string, unknown> }[] = []
  const server = await startServer(({ body }) => {
    const question = JSON.parse(body)
    questions.push(question)
    return { ...told, body: { data: script[question.operationName]?.(question.variables) } }
  })
  const api = createApi({
    shop: { id: 'shp_1', domain: 'minta-bolt.myshopify.com' },
    access,
    settings: settings.parse({ SHOPIFY_ADMIN_URL: server.url }),
    now: () => new Date('2026-11-23T08:00:00Z'),
  })
  const asked = (operation: string) =>
    questions.filter(({ operationName }) => operationName === operation).map(({ variables }) => variables)
  return { ...server, api, asked }
}

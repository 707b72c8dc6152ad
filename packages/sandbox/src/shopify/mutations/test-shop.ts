import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import type { SandboxOptions } from '../../sandbox.ts'
import { startSandbox } from '../../start-sandbox.ts'
import { createCaller } from '../caller.ts'
import { truthOf } from '../truth/index.ts'
import { ids } from '../world-ids.ts'

export interface Answer {
  data: Record<string, Payload | null> | null
  errors?: { message: string; path?: string[]; extensions?: Record<string, unknown> }[]
}

/** What a mutation or a query answers; tests know its shape. */
export type Payload = Record<string, never> & { userErrors: { field: unknown; message: string; code?: string }[] }

/** A shop that an app may write to, which hears every webhook. */
export async function startShop(options: SandboxOptions = {}) {
  const topics: string[] = []
  const server = createServer((request, response) => {
    topics.push(String(request.headers['x-shopify-topic']))
    request.resume().on('end', () => response.end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const sandbox = await startSandbox({ products: 9, customers: 5, orders: 10, appWrites: true, ...options })
  onTestFinished(async () => {
    await sandbox.close()
    server.close().closeAllConnections()
  })
  const { shopify } = sandbox
  const caller = createCaller(sandbox)
  await caller.install(shopify.scopes)
  const { world, subscriptions } = shopify.shop()
  const ask = async (query: string, variables: Record<string, unknown> = {}) =>
    (await caller.graphql(query, variables)).json() as unknown as Answer
  const one = async (query: string, variables: Record<string, unknown> = {}): Promise<Payload> => {
    const { data, errors } = await ask(query, variables)
    const [payload] = Object.values(data ?? {})
    if (!payload) throw new Error(`No answer: ${JSON.stringify(errors)}`)
    return payload
  }
  return {
    ...{ sandbox, shopify, caller, world, ask },
    /** The answer of the only field. */
    one,
    /** Topics that arrive from now on, sorted. */
    async hear(names: readonly string[], act: () => Promise<unknown>) {
      const uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
      for (const topic of names) subscriptions.add(topic, uri)
      topics.length = 0
      await act()
      await shopify.webhooks.idle()
      return [...topics].sort()
    },
    truth: (table: string, externalId: string) =>
      truthOf(world)[table]?.find((row) => row.externalId === externalId)?.fields,
    gid: (type: string, kind: keyof typeof ids, id: number) => `gid://shopify/${type}/${ids[kind](id)}`,
    /** The digits of an id. */
    number: (gid: unknown) => String(gid).slice(String(gid).lastIndexOf('/') + 1),
  }
}

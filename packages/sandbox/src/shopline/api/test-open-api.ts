import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { request } from 'undici'
import { createClock } from '../../clock.ts'
import { createFaults } from '../../faults.ts'
import type { Stats } from '../../stats.ts'
import { createShop, type ShopOptions, type WorldShop } from '../../world/shop.ts'
import { merchantIdOf } from '../world-ids.ts'
import { answerOpenApi } from './answer-open-api.ts'
import { createOpenApi, type OpenApiOptions } from './create-open-api.ts'
import type { Staff, TokenHolder } from './open-api-types.ts'

const everyScope =
  'products categories stocks warehouses merchants webhooks orders order_deliveries customers payments'.split(' ')
const staff: Staff = {
  ...{ _id: '5a00000b0000000000000001', email: 'staff@example.com', name: 'Staff', locale_code: 'zh-hant' },
  merchant_ids: [],
}

export interface CallOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  body?: unknown
  token?: string
  headers?: Record<string, string>
}

/** The Open API of the shop `minta` over real HTTP, with tokens that the test defines. */
export async function startOpenApi(options: OpenApiOptions = {}, sizes: Partial<ShopOptions> = {}) {
  const clock = createClock()
  const faults = createFaults()
  const stats: Stats = { requests: {}, byPath: {}, throttled: 0, tokenCalls: 0, points: {} }
  const worlds = new Map<string, WorldShop>()
  const openWorld = (name: string) => {
    const world = worlds.get(name) ?? createShop({ domain: name, seed: 1, clock, ...sizes })
    worlds.set(name, world)
    return world
  }
  const merchantId = merchantIdOf('minta')
  const holder = (kind: TokenHolder['kind'], scopes = everyScope): TokenHolder => ({
    ...{ merchantId, kind, scopes: new Set(scopes) },
    ...(kind !== 'installation' && { staff }),
  })
  const tokens = new Map<string, TokenHolder | 'expired' | 'revoked'>([
    ['good', holder('oauth')],
    ['installed', holder('installation')],
    ['productsOnly', holder('oauth', ['products'])],
    ['old', 'expired'],
    ['taken', 'revoked'],
  ])
  const deps = {
    clock,
    faults,
    stats,
    openWorld,
    webhooksIdle: async () => {},
    tokens: { find: (token: string) => tokens.get(token) },
  }
  const api = createOpenApi({ requestsPerSecond: 10_000, ...options }, deps)
  const server = createServer((incoming, response) => {
    const url = new URL(incoming.url ?? '/', 'http://127.0.0.1')
    answerOpenApi(api, { request: incoming, response, url }).catch((error: unknown) =>
      response.writeHead(500).end(String(error)),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/shopline/open/v1`

  const call = async (path: string, { method = 'GET', body, token = 'good', headers = {} }: CallOptions = {}) => {
    const answer = await request(`${base}/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'user-agent': 'test',
        'content-type': 'application/json',
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await answer.body.text()
    return { status: answer.statusCode, headers: answer.headers, text, json: () => JSON.parse(text) }
  }
  return {
    ...{ api, base, call, clock, faults, stats, merchantId },
    shop: api.shop(merchantId),
    world: openWorld('minta'),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

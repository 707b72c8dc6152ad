import { request } from 'undici'
import type { Sandbox } from '../sandbox.ts'
import { defaultScopes } from './scopes.ts'

export interface CallAnswer {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
  json(): Record<string, unknown>
}

export interface CallOptions {
  method?: 'GET' | 'POST' | 'PUT'
  body?: unknown
  headers?: Record<string, string>
}

/** A program that calls a shop as the documentation says, and nothing of Shopmirror. */
export function createCaller({ url, shopify }: Sandbox, domain = shopify.shop().domain) {
  const base = `${url}/shopify/${domain}`
  const ask = async (path: string, { method = 'POST', body, headers = {} }: CallOptions = {}): Promise<CallAnswer> => {
    const sent = typeof body === 'string' ? body : JSON.stringify(body)
    const answer = await request(`${base}${path}`, {
      ...{ method, headers: { accept: 'application/json', 'content-type': 'application/json', ...headers } },
      ...(body !== undefined && { body: sent }),
    })
    const text = await answer.body.text()
    return { status: answer.statusCode, headers: answer.headers, text, json: () => JSON.parse(text) }
  }
  const askToken = (grant: Record<string, unknown>) =>
    ask('/admin/oauth/access_token', {
      body: { client_id: shopify.clientId, client_secret: shopify.clientSecret, ...grant },
    })
  let token = ''
  return {
    ask,
    askToken,
    use(access: unknown) {
      token = String(access)
    },
    /** A token without the walk, for what is not about the walk. */
    async install(scopes: readonly string[] = defaultScopes) {
      const code = shopify.tokens.issueCode(domain, { client: shopify.clientId, scopes })
      token = String((await askToken({ code, expiring: 1 })).json().access_token)
      return token
    },
    /** A read of the REST Admin API: `orders.json?limit=5`, or the address of another page. */
    rest: (address: string, version = '2026-10') =>
      ask(address.startsWith('http') ? address.slice(base.length) : `/admin/api/${version}/${address}`, {
        method: 'GET',
        headers: { 'x-shopify-access-token': token },
      }),
    graphql: (query: string, variables: Record<string, unknown> = {}, version = '2026-10') =>
      ask(`/admin/api/${version}/graphql.json`, {
        body: { query, variables },
        headers: { 'x-shopify-access-token': token },
      }),
  }
}

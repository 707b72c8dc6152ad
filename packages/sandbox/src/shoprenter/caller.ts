import { request } from 'undici'
import type { Sandbox } from '../sandbox.ts'

export interface CallAnswer {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
  json(): Record<string, unknown>
}

export interface CallOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  body?: unknown
  headers?: Record<string, string>
}

/** A program that calls a shop as the documentation says, and nothing of Shopmirror. */
export async function createCaller(sandbox: Sandbox, domain = sandbox.shoprenter.shop().domain) {
  const ask = async (url: string, { method = 'GET', body, headers = {} }: CallOptions = {}): Promise<CallAnswer> => {
    const answer = await request(url, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) })
    const text = await answer.body.text()
    return { status: answer.statusCode, headers: answer.headers, text, json: () => JSON.parse(text) }
  }
  const askToken = (grant: Record<string, string> = {}) =>
    ask(`${sandbox.url}/shoprenter/oauth/${domain}/app/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: {
        ...{
          grant_type: 'client_credentials',
          client_id: sandbox.shoprenter.clientId,
          client_secret: sandbox.shoprenter.clientSecret,
        },
        ...grant,
      },
    })
  const json = { accept: 'application/json', 'content-type': 'application/json' }
  let bearer = String((await askToken()).json().access_token)
  return {
    askToken,
    use(token: string) {
      bearer = token
    },
    api: (path: string, { headers, ...options }: CallOptions = {}) =>
      ask(`${sandbox.url}/shoprenter/shops/${domain}/api/${path}`, {
        ...options,
        headers: headers ?? { ...json, authorization: `Bearer ${bearer}` },
      }),
  }
}

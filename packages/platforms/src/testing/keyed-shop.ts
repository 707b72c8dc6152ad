import { createHmac, randomBytes } from 'node:crypto'
import { type Call, startServer, type TestResponse } from './test-server.ts'

export interface KeyedProduct {
  id: string
  title: string
  updatedAt: number
}

type Fault = 'throttle' | 'error' | 'garbage' | 'truncate' | 'reset' | 'unauthorized'

/** A small shop over HTTP that knows one key with its secret, as WooCommerce shops do: no OAuth, and nothing expires. */
export interface KeyedShop {
  url: string
  domain: string
  key: string
  secret: string
  products: Map<string, KeyedProduct>
  /** Paths of the requests so far, the oldest first. */
  readonly paths: string[]
  /** The next `times` requests end like this. */
  break(fault: Fault, times: number): void
  /** A product disappears after the next page. */
  shift(): void
  isKeyRevoked: boolean
  mend(): void
  close(): Promise<void>
}

const PRODUCTS = 25
const PAGE_SIZE = 10
const DAY_MS = 86_400_000

export async function startKeyedShop(): Promise<KeyedShop> {
  const hooks = new Map<string, { id: string; topic: string; address: string }>()
  let fault: { kind: Fault; left: number } | null = null
  let shifts = 0
  const shop: KeyedShop = {
    ...{ url: '', domain: 'kulcsos-bolt', isKeyRevoked: false, paths: [], close: () => server.close() },
    key: `ck_${randomBytes(20).toString('hex')}`,
    secret: `cs_${randomBytes(20).toString('hex')}`,
    products: new Map(Array.from({ length: PRODUCTS }, (_, index) => productOf(String(1_000 + index)))),
    break: (kind, left) => {
      fault = { kind, left }
    },
    shift: () => {
      shifts = 1
    },
    mend: () => {
      fault = null
      shop.isKeyRevoked = false
    },
  }

  const server = await startServer((call) => {
    shop.paths.push(call.url.pathname)
    if (fault && fault.left-- > 0) return faults[fault.kind]
    const expected = `Basic ${Buffer.from(`${shop.key}:${shop.secret}`).toString('base64')}`
    if (shop.isKeyRevoked || call.headers.authorization !== expected) return faults.unauthorized
    return answer(call)
  })
  shop.url = server.url

  function answer({ method, url, body }: Call): TestResponse {
    const [, collection, id = ''] = url.pathname.split('/')
    if (collection === 'shop') return { body: { name: 'Kulcsos bolt', currency: 'EUR' } }
    if (collection === 'webhooks' && method === 'POST') {
      const hook = { id: String(hooks.size + 1), ...(JSON.parse(body) as { topic: string; address: string }) }
      hooks.set(hook.id, hook)
      return { status: 201, body: hook }
    }
    if (collection === 'webhooks' && method === 'DELETE') hooks.delete(id)
    if (collection === 'webhooks') return { body: [...hooks.values()] }
    if (id !== '') return shop.products.has(id) ? { body: shop.products.get(id) } : { status: 404 }
    return { body: pageOf(url) }
  }

  function pageOf({ searchParams }: URL): KeyedProduct[] {
    const after = searchParams.get('after') ?? ''
    const [from, to] = ['from', 'to'].map((name) => Number(searchParams.get(name) ?? Number.NaN))
    const isWanted = ({ id, updatedAt }: KeyedProduct) =>
      id > after && !(updatedAt < Number(from) || updatedAt > Number(to))
    const page = [...shop.products.values()].filter(isWanted).slice(0, PAGE_SIZE)
    const [first] = page
    if (shifts-- > 0 && first) shop.products.delete(first.id)
    return page
  }

  return shop
}

const faults: Record<Fault, TestResponse> = {
  throttle: { status: 429, headers: { 'retry-after': '1' } },
  error: { status: 503 },
  garbage: { body: '<html>' },
  truncate: { headers: { 'content-length': '1000' }, body: '[', close: 'truncated' },
  reset: { close: 'unanswered' },
  unauthorized: { status: 401 },
}

function productOf(id: string): [string, KeyedProduct] {
  return [id, { id, title: `Termék ${id}`, updatedAt: Date.now() - DAY_MS }]
}

/** The signature of a webhook's body. */
export function signKeyed(body: Buffer, secret: string): string {
  return createHmac('sha256', secret).update(body).digest('base64')
}

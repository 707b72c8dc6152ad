/**
 * Pages of 250 orders out of 100,000 at each emulated platform, in its own time without the client's: while nothing
 * changes, and with a changed order before each page, as in a sync of a busy shop. The baseline is an HTTP server that
 * responds with a slice of an array.
 */
import { subscribe } from 'node:diagnostics_channel'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { startSandbox } from '@shopmirror/sandbox'
import { request } from 'undici'
import { type Figure, report } from './report.ts'

const ORDERS = 100_000
const PAGE = 250
const PAGES = 20
const PAGE_MS_MAX = 20

interface OrdersAnswer {
  data: { orders: { nodes: unknown[]; pageInfo: { endCursor: string } } }
}

interface Reader {
  name: string
  /** Reads page `number`, from 0. Throws if it is not full. */
  read(number: number): Promise<unknown>
}

/** From a request until its response is written; the client, in the same process, reads what it says afterwards. */
const own = { startedAt: 0, ms: Number.NaN }
subscribe('http.server.request.start', () => Object.assign(own, { startedAt: performance.now(), ms: Number.NaN }))
subscribe('http.server.response.finish', () => Object.assign(own, { ms: performance.now() - own.startedAt }))

const sandbox = await startSandbox({
  ...{ products: 3, customers: 3, categories: 1, orders: ORDERS },
  shopify: { allowance: { bucket: 1e9, restorePerSecond: 1e9 } },
  ...{ shopline: { requestsPerSecond: 1e6 }, shoprenter: { requestsPerSecond: 1e6 } },
})
const world = sandbox.world()
const placed = world.placedOrders()
const middle = world.orders.get(placed[ORDERS / 2] ?? 0)?.updatedAt ?? 0
const time = (ms: number) => new Date(ms).toISOString().slice(0, 19)
const figures: Figure[] = []
try {
  await using bare = await startBare()
  const baseline = await measure({ name: 'bare', read: (number) => get(`${bare.url}?page=${number}`) }, false)
  figures.push({ name: 'sandbox pages: bare slice', value: baseline, unit: 'ms' })
  for (const reader of await readers()) {
    const [quiet, busy] = [await measure(reader, false), await measure(reader, true)]
    const name = `sandbox pages: ${reader.name}`
    figures.push({ name, value: quiet, unit: 'ms', target: { atMost: PAGE_MS_MAX } })
    figures.push({ name: `${name} ÷ bare`, value: quiet / baseline })
    figures.push({ name: `${name}, a change before each`, value: busy, unit: 'ms', target: { atMost: PAGE_MS_MAX } })
  }
  report(figures)
} finally {
  await sandbox.close()
}

/** Median of all pages but the first, which builds what is kept for the rest. */
async function measure({ read }: Reader, isBusy: boolean): Promise<number> {
  await read(0)
  const took: number[] = []
  for (let number = 1; number <= PAGES; number += 1) {
    if (isBusy) world.updateOrder(placed[number * 7] ?? 0, { comment: String(number) })
    await read(number)
    while (Number.isNaN(own.ms)) await setImmediate()
    took.push(own.ms)
  }
  return took.sort((a, b) => a - b)[Math.floor(PAGES / 2)] ?? Number.NaN
}

async function readers(): Promise<Reader[]> {
  return [...(await shoprenterReaders()), ...shopifyReaders(), ...shoplineReaders()]
}

async function shoprenterReaders(): Promise<Reader[]> {
  const { clientId, clientSecret } = sandbox.shoprenter
  const grant = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }
  const token = await post<{ access_token: string }>(
    `${sandbox.url}/shoprenter/oauth/${world.domain}/app/token`,
    grant,
    {},
  )
  const headers = { authorization: `Bearer ${token.access_token}`, 'content-type': 'application/json' }
  const base = `${sandbox.url}/shoprenter/shops/${world.domain}/api/orderExtend?full=1&limit=200&excludeAbandonedCart=1`
  const from = encodeURIComponent(time(middle))
  // The platform's pages hold 200 at most.
  const byNumber = (name: string, more: string): Reader => ({
    name: `ShopRenter by ${name}`,
    read: (number) => get(`${base}&page=${number}${more}`, headers, 200),
  })
  return [
    byNumber('number', ''),
    byNumber('window', `&updatedAfter=${from}`),
    byNumber('created window', `&createdAtMin=${from}`),
  ]
}

function shopifyReaders(): Reader[] {
  const { domain } = sandbox.shopify.shop()
  const { clientId, scopes, tokens } = sandbox.shopify
  const token = tokens.issueEndless(domain, { client: clientId, scopes: [...scopes, 'read_all_orders'] })
  const headers = { 'x-shopify-access-token': token, 'content-type': 'application/json' }
  const base = `${sandbox.url}/shopify/${domain}/admin/api/2026-10`
  const byCursor = (name: string, search: string): Reader => {
    let after: string | null = null
    const query = `query Pages($after: String) { orders(first: ${PAGE}, after: $after, ${search}) { nodes { id name updatedAt } pageInfo { endCursor } } }`
    const read = async (number: number) => {
      const variables = { after: number === 0 ? null : after }
      const answer = await post<OrdersAnswer>(`${base}/graphql.json`, { query, variables }, headers)
      const { nodes, pageInfo } = answer.data.orders
      assertWhole(nodes.length, PAGE)
      after = pageInfo.endCursor
    }
    return { name: `Shopify GraphQL ${name}`, read }
  }
  let since = '0'
  const bySinceId = async (number: number) => {
    const path = `orders.json?status=any&limit=${PAGE}&fields=id&since_id=${number === 0 ? 0 : since}`
    // The bucket of REST calls leaks with the clock.
    sandbox.clock.advance(1_000)
    const { orders } = JSON.parse(await get(`${base}/${path}`, headers)) as { orders: { id: number }[] }
    since = String(orders.at(-1)?.id)
  }
  const byLink = (name: string, search: string): Reader => {
    let next = ''
    const read = async (number: number) => {
      sandbox.clock.advance(1_000)
      const answer = await request(number === 0 ? `${base}/orders.json?limit=${PAGE}&${search}` : next, { headers })
      const { orders } = (await answer.body.json()) as { orders: unknown[] }
      assertWhole(orders.length, PAGE)
      next = /<([^>]+)>; rel="next"/.exec(String(answer.headers.link))?.[1] ?? ''
    }
    return { name: `Shopify REST ${name}`, read }
  }
  return [
    byCursor('by id', 'sortKey: ID'),
    byCursor('by updated time', 'sortKey: UPDATED_AT'),
    byCursor('by window', `sortKey: UPDATED_AT, query: "updated_at:>'${time(middle)}Z'"`),
    { name: 'Shopify REST by since_id', read: bySinceId },
    byLink('newest first', 'status=any'),
    byLink('by window', `status=any&order=updated_at+asc&updated_at_min=${time(middle)}Z`),
  ]
}

function shoplineReaders(): Reader[] {
  const { domain } = sandbox.shopline.shop()
  const headers = { authorization: `Bearer ${sandbox.shopline.tokens.issueStaff(domain)}` }
  const base = `${sandbox.url}/shopline/open/v1/orders`
  // Its lists cut a page to 100, its searches to 999.
  let previous = ''
  const byCursor = async (number: number) => {
    const cursor = number === 0 ? '' : `&previous_id=${previous}`
    const text = await get(`${base}?per_page=100&sort_by=asc${cursor}`, headers, 100)
    previous = (JSON.parse(text) as { items: { id: string }[] }).items.at(-1)?.id ?? ''
  }
  const created = `created_after=${encodeURIComponent(time(middle).replace('T', ' '))}`
  const window = `updated_after=${encodeURIComponent(time(middle).replace('T', ' '))}`
  return [
    { name: 'SHOPLINE by cursor', read: byCursor },
    { name: 'SHOPLINE by number', read: (number) => get(`${base}?per_page=100&page=${number + 1}`, headers, 100) },
    {
      name: 'SHOPLINE by window',
      read: (number) => get(`${base}?per_page=100&page=${number + 1}&${window}`, headers, 100),
    },
    {
      name: 'SHOPLINE by created window',
      read: (number) => get(`${base}?per_page=100&page=${number + 1}&${created}`, headers, 100),
    },
    {
      name: 'SHOPLINE search by created window',
      read: (number) => get(`${base}/search?per_page=${PAGE}&page=${number + 1}&${created}`, headers),
    },
    {
      name: 'SHOPLINE search by paid window',
      read: (number) =>
        get(`${base}/search?per_page=${PAGE}&page=${number + 1}&${created.replace('created', 'paid')}`, headers),
    },
    {
      name: 'SHOPLINE search by window',
      read: (number) => get(`${base}/search?per_page=${PAGE}&page=${number + 1}&${window}`, headers),
    },
  ]
}

async function get(url: string, headers: Record<string, string> = {}, size = PAGE): Promise<string> {
  const answer = await request(url, { headers: { accept: 'application/json', 'user-agent': 'bench', ...headers } })
  const text = await answer.body.text()
  if (answer.statusCode !== 200) throw new Error(`${url}: ${answer.statusCode} ${text.slice(0, 200)}`)
  const body = JSON.parse(text)
  assertWhole((body.items ?? body.orders).length, size)
  return text
}

async function post<T>(url: string, body: object, headers: Record<string, string>): Promise<T> {
  const all = { 'content-type': 'application/json', ...headers }
  const answer = await request(url, { method: 'POST', body: JSON.stringify(body), headers: all })
  return (await answer.body.json()) as T
}

function assertWhole(count: number, size: number): void {
  if (count !== size) throw new Error(`A page holds ${count} orders, not ${size}.`)
}

async function startBare() {
  const rows = placed.map((id) => world.orders.get(id))
  const server = createServer((incoming, response) => {
    const page = Number(new URL(incoming.url ?? '/', 'http://localhost').searchParams.get('page'))
    response.end(JSON.stringify({ items: rows.slice(page * PAGE, (page + 1) * PAGE) }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

import { subscribe } from 'node:diagnostics_channel'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { findFirstRun, waitForRun } from '@shopmirror/scripts/journey.ts'
import { type ReceivedSpan, startOtlpReceiver } from '@shopmirror/test/otlp-receiver.ts'
import { type System, startSystem } from '@shopmirror/test/system.ts'
import { until } from '@shopmirror/test/until.ts'
import { request } from 'undici'
import { afterAll, beforeAll, expect, test } from 'vitest'

const DOMAIN = 'traced'
const sandbox = { shops: [DOMAIN], products: 10, customers: 3, orders: 12, appWrites: true }
const TOPIC = 'order_status_change'
const CALLER = { traceId: 'c'.repeat(32), spanId: 'd'.repeat(16) }

const receiver = await startOtlpReceiver()
const system = await startSystem({ sandbox, env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url } })
const { stack, sql } = system
const world = system.sandbox.world(DOMAIN)
afterAll(async () => {
  await system[Symbol.asyncDispose]()
  await receiver[Symbol.asyncDispose]()
})

/** Headers of every request that servers of this process received: the sandbox, and the receiver. */
const received: IncomingMessage['headers'][] = []
subscribe('http.server.request.start', (message) => {
  received.push((message as { request: IncomingMessage }).request.headers)
})

let shopId: string
beforeAll(async () => {
  shopId = await connect(system)
})

async function connect(to: System): Promise<string> {
  const id = await to.connect(DOMAIN)
  await waitForRun(to, await findFirstRun(to, id))
  await to.operator.put(`/api/v1/shops/${id}/push-settings`, {
    inventory: { enabled: true, interval_minutes: 0, on_conflict: 'hold' },
  })
  return id
}

function stock(index: number, quantity: number) {
  const id = world.products.ids()[index] ?? expect.fail('There is no such product.')
  const object = { sku: world.products.get(id)?.sku }
  return { key: `stock-${index}-${quantity}`, kind: 'inventory.set', object, payload: { quantity, location: '1' } }
}

async function push(of: System, shop: string, pushes: readonly object[], headers: Record<string, string> = {}) {
  const { statusCode, body } = await request(`${of.stack.apiUrl}/api/v1/shops/${shop}/pushes`, {
    method: 'POST',
    headers: { ...headers, authorization: `Bearer ${of.stack.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ pushes }),
  })
  const text = await body.text()
  expect(statusCode, text).toBe(202)
  return (JSON.parse(text) as { data: { id: string }[] }).data.map(({ id }) => id)
}

async function untilCompleted(of: System, ids: readonly string[]): Promise<void> {
  const isDone = async () =>
    (await of.sql`select from pushes where id = any(${[...ids]}) and status = 'completed'`).length === ids.length
  await until(isDone, { timeoutMs: 30_000, message: 'the pushes are completed' })
}

const ofTrace = (traceId: string) => receiver.spans.filter((span) => span.traceId === traceId)
const named = (spans: readonly ReceivedSpan[], name: string) => spans.filter((span) => span.name === name)
/** Each span with the names of those that it is part of, the outermost first. */
function paths(spans: readonly ReceivedSpan[]): string[] {
  const byId = new Map(spans.map((span) => [span.spanId, span]))
  const path = (span: ReceivedSpan): string => {
    const parent = byId.get(span.parentId)
    return parent ? `${path(parent)} > ${span.name}` : span.name
  }
  return [...new Set(spans.map(path))].sort()
}

const traceOf = (context: string | null | undefined) => context?.split('-')[1] ?? ''

/** Waits for the traces, because processes send spans a second after their end. */
async function untilPaths(traceId: string, expected: readonly string[]): Promise<ReceivedSpan[]> {
  const isThere = () => paths(ofTrace(traceId)).length >= expected.length
  await until(isThere, { timeoutMs: 20_000 }).catch(() => undefined)
  expect(paths(ofTrace(traceId))).toEqual(expected)
  return ofTrace(traceId)
}

interface Delivery {
  id: string
  status: string
  context: string | null
}

const deliveriesOf = (of: System, topic: string) =>
  of.sql<
    Delivery[]
  >`select id, status, trace_context as context from webhook_deliveries where topic = ${topic} order by id`

const untilApplied = (of: System, count: number) =>
  until(
    async () => {
      const rows = (await deliveriesOf(of, TOPIC)).filter(({ status }) => status === 'applied')
      return rows.length >= count && rows
    },
    { timeoutMs: 30_000, message: 'the webhooks are applied' },
  )

test('a webhook is one trace from its arrival to the row in the mirror', async () => {
  const [order = 0] = world.orders.ids()
  world.changeOrderStatus(order, 'shipped')
  const [delivery] = await untilApplied(system, 1)
  const spans = await untilPaths(traceOf(delivery?.context), [
    'webhook.receive',
    'webhook.receive > deliveries.process',
    'webhook.receive > deliveries.process > deliveries.apply',
    'webhook.receive > deliveries.process > deliveries.record',
    'webhook.receive > inbox.write',
    'webhook.receive > object.refetch',
    'webhook.receive > object.refetch > mirror.write',
    'webhook.receive > object.refetch > shop.call',
    'webhook.receive > object.refetch > shop.wait',
  ])
  const shop = { 'shopmirror.shop': shopId, 'shopmirror.platform': 'shoprenter' }
  const [arrival] = named(spans, 'webhook.receive')
  expect(arrival).toMatchObject({
    ...{ service: 'shopmirror-api', parentId: '', links: [], isError: false },
    attributes: { ...shop, 'shopmirror.topic': TOPIC },
  })
  expect(named(spans, 'deliveries.record')[0]).toMatchObject({
    service: 'shopmirror-worker',
    attributes: { 'shopmirror.deliveries': [delivery?.id], 'shopmirror.count': 1 },
  })
  expect(named(spans, 'object.refetch')[0]?.attributes).toMatchObject({
    ...shop,
    ...{ 'shopmirror.resource': 'orders', 'shopmirror.deliveries': [delivery?.id] },
  })
  expect(named(spans, 'shop.call')[0]?.attributes).toMatchObject({ ...shop, 'shopmirror.status': 200 })
})

test('a push is one trace from its acceptance to the answer of the shop, and goes on with that of its caller', async () => {
  const traceparent = `00-${CALLER.traceId}-${CALLER.spanId}-01`
  const [id = ''] = await push(system, shopId, [stock(0, 41)], { traceparent })
  await untilCompleted(system, [id])
  const spans = await untilPaths(CALLER.traceId, [
    'pushes.accept',
    'pushes.accept > object.refetch',
    'pushes.accept > object.refetch > mirror.write',
    'pushes.accept > object.refetch > shop.call',
    'pushes.accept > object.refetch > shop.wait',
    'pushes.accept > push.send',
    'pushes.accept > push.send > pushes.claim',
    'pushes.accept > push.send > pushes.conclude',
    'pushes.accept > push.send > shop.call',
    'pushes.accept > push.send > shop.wait',
  ])
  const shop = { 'shopmirror.shop': shopId, 'shopmirror.platform': 'shoprenter' }
  expect(named(spans, 'pushes.accept')[0]).toMatchObject({
    ...{ service: 'shopmirror-api', parentId: CALLER.spanId },
    attributes: { ...shop, 'shopmirror.pushes': [id], 'shopmirror.count': 1 },
  })
  expect(named(spans, 'push.send')[0]).toMatchObject({
    ...{ service: 'shopmirror-worker', links: [] },
    attributes: { ...shop, 'shopmirror.kind': 'inventory.set', 'shopmirror.pushes': [id] },
  })
  expect(named(spans, 'pushes.conclude')[0]?.attributes).toEqual({ 'shopmirror.outcome': 'completed' })
  expect(named(spans, 'object.refetch')[0]?.attributes).toMatchObject({ ...shop, 'shopmirror.pushes': [id] })
})

test('work for several webhooks or pushes is one span with links to their traces', async () => {
  const [worker] = stack.workers
  worker?.kill('SIGTERM')
  await worker?.exited
  const before = (await deliveriesOf(system, TOPIC)).length
  const orders = world.orders.ids().slice(1, 9)
  for (const order of orders) world.changeOrderStatus(order, 'shipped')
  const ids = [...(await push(system, shopId, [stock(1, 51)])), ...(await push(system, shopId, [stock(2, 52)]))]
  await until(() => named(receiver.spans, 'webhook.receive').length >= before + orders.length)
  await stack.addWorker()
  await untilCompleted(system, ids)
  const deliveries = (await untilApplied(system, before + orders.length)).slice(before)

  const contexts = await sql<{ context: string }[]>`select trace_context as context from pushes where id = any(${ids})`
  const linked = (span: ReceivedSpan) => span.links.map(({ traceId }) => traceId)
  const call = await until(() => named(receiver.spans, 'push.send').find(({ links }) => links.length > 0))
  expect(call).toMatchObject({ parentId: '', attributes: { 'shopmirror.pushes': ids.toSorted() } })
  expect(linked(call).toSorted()).toEqual(contexts.map(({ context }) => traceOf(context)).toSorted())

  const traces = deliveries.map(({ context }) => traceOf(context))
  const processed = () => named(receiver.spans, 'deliveries.process')
  const covered = () => processed().flatMap((span) => [span.traceId, ...linked(span)])
  await until(() => traces.every((trace) => covered().includes(trace)))
  expect(processed().filter(({ links }) => links.length > 1)).not.toEqual([])
  expect(processed().every(({ links, parentId }) => links.length > 0 === (parentId === ''))).toBe(true)
})

test('spans have no data of customers, and no token', async () => {
  const people = world.customers.ids().flatMap((id) => world.customers.get(id) ?? [])
  const known = people.flatMap(({ email, firstName, lastName }) => [email, firstName, lastName])
  const bodies = Buffer.concat(receiver.requests.map(({ body }) => body))
  expect(known.length).toBeGreaterThan(5)
  expect([...known, DOMAIN, stack.apiKey, 'http://'].filter((text) => bodies.includes(text))).toEqual([])
})

test('no request to a shop or to the collector has a header of the trace', () => {
  const hosts = new Set(received.map(({ host }) => host))
  expect(hosts.size).toBeGreaterThan(1)
  expect(received.length).toBeGreaterThan(20)
  expect(received.filter((headers) => 'traceparent' in headers || 'tracestate' in headers)).toEqual([])
})

test('a collector that is away neither slows nor stops the work', async () => {
  await using away = await startSystem({ sandbox, env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' } })
  const shop = await connect(away)
  const ids = await push(away, shop, [stock(0, 61)])
  const other = away.sandbox.world(DOMAIN)
  for (const order of other.orders.ids()) other.changeOrderStatus(order, 'shipped')
  await untilApplied(away, other.orders.ids().length)
  await untilCompleted(away, ids)
  const logged = (app: string) => readFileSync(join(away.stack.logDir, `${app}.log`), 'utf8')
  const warnings = (app: string) => logged(app).match(/"traces\.not_sent"/g)?.length ?? 0
  await until(() => warnings('api') > 0 && warnings('worker') > 0, { timeoutMs: 20_000 })
  expect([warnings('api'), warnings('worker')]).toEqual([1, 1])
})

test('without a collector nothing of OpenTelemetry is loaded, and no trace is stored', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'shopmirror-modules-'))
  const file = join(folder, 'modules.txt')
  const hook = pathToFileURL(join(import.meta.dirname, '../../../test/record-modules.ts'))
  const env = { NODE_OPTIONS: `--import=${hook}`, RECORDED_MODULES_FILE: file }
  {
    await using off = await startSystem({ sandbox, env })
    const shop = await connect(off)
    await untilCompleted(off, await push(off, shop, [stock(0, 71)]))
    const [order = 0] = off.sandbox.world(DOMAIN).orders.ids()
    off.sandbox.world(DOMAIN).changeOrderStatus(order, 'shipped')
    expect((await untilApplied(off, 1)).map(({ context }) => context)).toEqual([null])
    expect([...(await off.sql`select from pushes where trace_context is not null`)]).toEqual([])
  }
  const modules = readFileSync(file, 'utf8').split('\n')
  await rm(folder, { recursive: true })
  expect(
    modules.filter((url) => url.includes('/apps/api/src/main.ts') || url.includes('/apps/worker/src/main.ts')),
  ).toHaveLength(2)
  expect(modules.filter((url) => /@opentelemetry\/(sdk-|exporter-|core|otlp-|resources)/.test(url))).toEqual([])
})

import { type OtlpReceiver, startOtlpReceiver } from '@shopmirror/test/otlp-receiver.ts'
import { until } from '@shopmirror/test/until.ts'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { createLogger } from '../logger.ts'
import { loadTracer } from './load-tracer.ts'
import { noTraces } from './tracer.ts'
import { tracingSettings } from './tracing-settings.ts'

const schema = z.object(tracingSettings)

async function openTracer(env: Record<string, string>) {
  const lines: string[] = []
  const log = createLogger({ level: 'info', name: 'test', destination: { write: (line) => lines.push(line) } })
  return { lines, tracer: await loadTracer(schema.parse(env), { serviceName: 'shopmirror-test', log }) }
}

async function openTracerOf({ url }: OtlpReceiver, env: Record<string, string> = {}) {
  return (await openTracer({ OTEL_EXPORTER_OTLP_ENDPOINT: url, ...env })).tracer
}

const context = (digit: string, flags = '01') => `00-${digit.repeat(32)}-${digit.repeat(16)}-${flags}`

test('a span has its attributes, its parts, and the name of the process', async () => {
  await using receiver = await startOtlpReceiver()
  const tracer = await openTracerOf(receiver)
  const result = await tracer.span(
    'outer',
    () => ({ of: [], attributes: { shop: 'shp_1', count: 2, deliveries: ['dlv_1', 'dlv_2'] } }),
    (span) => {
      span.set({ outcome: 'done' })
      return tracer.step(
        'inner',
        () => ({}),
        async () => 7,
      )
    },
  )
  await tracer.close()
  const [inner, outer] = receiver.spans
  expect(result).toBe(7)
  expect(outer).toMatchObject({
    ...{ name: 'outer', service: 'shopmirror-test', parentId: '', links: [], isError: false },
    attributes: {
      ...{ 'shopmirror.shop': 'shp_1', 'shopmirror.count': 2, 'shopmirror.outcome': 'done' },
      'shopmirror.deliveries': ['dlv_1', 'dlv_2'],
    },
  })
  expect(inner).toMatchObject({ name: 'inner', traceId: outer?.traceId, parentId: outer?.spanId })
})

test('work for one trace continues it, work for several has links to them', async () => {
  await using receiver = await startOtlpReceiver()
  const tracer = await openTracerOf(receiver)
  const nothing = async () => undefined
  await tracer.span('one', () => ({ of: [context('a'), null, context('a')] }), nothing)
  await tracer.span('many', () => ({ of: [context('a'), context('b')] }), nothing)
  await tracer.span(
    'around',
    () => ({ of: [context('c')] }),
    () => tracer.span('apart', () => ({ of: ['-'] }), nothing),
  )
  await tracer.close()
  const byName = new Map(receiver.spans.map((span) => [span.name, span]))
  const traceId = (digit: string) => ({ traceId: digit.repeat(32), spanId: digit.repeat(16) })
  expect(byName.get('one')).toMatchObject({ traceId: traceId('a').traceId, parentId: traceId('a').spanId, links: [] })
  expect(byName.get('many')).toMatchObject({ parentId: '', links: [traceId('a'), traceId('b')] })
  expect(byName.get('apart')).toMatchObject({ parentId: '', links: [] })
})

test('the context of a span leads to it', async () => {
  await using receiver = await startOtlpReceiver()
  const tracer = await openTracerOf(receiver)
  const span = tracer.begin('first', () => ({ of: [], startedAt: Date.now() - 1_000 }))
  await tracer.span(
    'second',
    () => ({ of: [span.context] }),
    async () => undefined,
  )
  span.end()
  await tracer.close()
  const [second, first] = receiver.spans
  expect(second).toMatchObject({ traceId: first?.traceId, parentId: first?.spanId })
  expect(span.context).toBe(`00-${first?.traceId}-${first?.spanId}-01`)
})

test('of an error only its type is recorded', async () => {
  await using receiver = await startOtlpReceiver()
  const tracer = await openTracerOf(receiver)
  const failing = tracer.span(
    'failing',
    () => ({ of: [] }),
    () => Promise.reject(new TypeError('jane@example.com')),
  )
  await expect(failing).rejects.toThrow('jane@example.com')
  await tracer.close()
  expect(receiver.spans).toMatchObject([{ isError: true, attributes: { 'error.type': 'TypeError' } }])
  expect(Buffer.concat(receiver.requests.map(({ body }) => body)).includes('jane')).toBe(false)
})

test('a part without a span around it is not recorded', async () => {
  await using receiver = await startOtlpReceiver()
  const tracer = await openTracerOf(receiver)
  await tracer.step(
    'inner',
    () => ({}),
    async (span) => expect(span.context).toBeUndefined(),
  )
  await tracer.close()
  expect(receiver.requests).toEqual([])
})

test('headers go to the collector, below the path of its address', async () => {
  await using receiver = await startOtlpReceiver()
  const tracer = await openTracerOf(receiver, {
    OTEL_EXPORTER_OTLP_ENDPOINT: `${receiver.url}/otlp/`,
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20secret, x-tenant=a',
    OTEL_SERVICE_NAME: 'mine',
  })
  tracer.begin('one', () => ({ of: [] })).end()
  await tracer.close()
  const headers = { authorization: 'Bearer secret', 'x-tenant': 'a' }
  expect(receiver.requests).toMatchObject([{ path: '/otlp/v1/traces', headers }])
  expect(receiver.spans).toMatchObject([{ service: 'mine' }])
})

test('of a share only that many traces begin, recorded ones continue, and grouped work follows those it groups', async () => {
  await using receiver = await startOtlpReceiver()
  const tracer = await openTracerOf(receiver, { OTEL_TRACES_SAMPLER_ARG: '0' })
  const left = tracer.begin('left out', () => ({ of: [] }))
  const record = (name: string, of: (string | undefined)[]) => tracer.begin(name, () => ({ of })).end()
  left.end()
  record('left out', [left.context])
  record('left out', [left.context, context('b', '00')])
  record('continued', [context('a')])
  record('grouped', [left.context, context('a')])
  await tracer.close()
  expect(receiver.spans.map(({ name }) => name)).toEqual(['continued', 'grouped'])
})

test('a collector that refuses is logged once, and once when it takes spans again', async () => {
  const refusing = await startOtlpReceiver({ status: 400 })
  const port = Number(new URL(refusing.url).port)
  const { tracer, lines } = await openTracer({ OTEL_EXPORTER_OTLP_ENDPOINT: refusing.url })
  const send = () => tracer.begin('one', () => ({ of: [] })).end()
  send()
  await until(() => lines.length > 0)
  send()
  await until(() => refusing.requests.length >= 2)
  await refusing[Symbol.asyncDispose]()
  await using taking = await startOtlpReceiver({ port })
  await until(() => {
    send()
    return taking.spans.length > 0
  })
  await tracer.close()
  expect(lines.map((line) => JSON.parse(line).msg)).toEqual(['traces.not_sent', 'traces.sent_again'])
})

test('an end waits for a collector that does not answer, and not for long', async () => {
  const { tracer } = await openTracer({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' })
  tracer.begin('one', () => ({ of: [] })).end()
  const startedAt = performance.now()
  await tracer.close()
  expect(performance.now() - startedAt).toBeLessThan(4_000)
})

test('without an address nothing is recorded, and nothing is described', async () => {
  const { tracer } = await openTracer({})
  const describe = () => {
    throw new Error('Nobody wants to know.')
  }
  expect(tracer).toBe(noTraces)
  expect(tracer.begin('one', describe).context).toBeUndefined()
  expect(await tracer.span('two', describe, () => tracer.step('three', describe, async () => 3))).toBe(3)
})

test.each([
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318', 'http or https'],
  ['OTEL_EXPORTER_OTLP_HEADERS', 'authorization', 'name=value pairs'],
  ['OTEL_EXPORTER_OTLP_HEADERS', 'authorization=100%', 'percent-encoded'],
  ['OTEL_TRACES_SAMPLER_ARG', '2', '<=1'],
])('%s=%s is refused', (name, value, message) => {
  expect(z.prettifyError(schema.safeParse({ [name]: value }).error ?? z.NEVER)).toContain(message)
})

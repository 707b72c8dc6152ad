import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Field, readFields } from './protobuf.ts'

export interface ReceivedSpan {
  service: string
  name: string
  traceId: string
  spanId: string
  /** Empty for the first span of a trace. */
  parentId: string
  links: { traceId: string; spanId: string }[]
  attributes: Record<string, string | number | string[]>
  isError: boolean
}

export interface OtlpReceiver extends AsyncDisposable {
  /** For OTEL_EXPORTER_OTLP_ENDPOINT. */
  url: string
  spans: ReceivedSpan[]
  requests: { path: string | undefined; headers: IncomingHttpHeaders; body: Buffer }[]
}

/** A collector that keeps what it receives by OTLP over HTTP in protobuf. `status`: its answer, 200 by default. */
export async function startOtlpReceiver({ status = 200, port = 0 } = {}): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = []
  const requests: OtlpReceiver['requests'] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks)
    requests.push({ path: request.url, headers: request.headers, body })
    if (status === 200) spans.push(...readSpans(body))
    response.writeHead(status, { 'content-type': 'application/x-protobuf' }).end()
  })
  await new Promise<void>((resolve) => void server.listen(port, '127.0.0.1', resolve))
  const { port: opened } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${opened}`,
    spans,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => void server.close(resolve))
    },
  }
}

/** ExportTraceServiceRequest of opentelemetry/proto/collector/trace/v1/trace_service.proto. */
function readSpans(body: Buffer): ReceivedSpan[] {
  return messages(readFields(body), 1).flatMap((resourceSpans) => {
    const [resource = []] = messages(resourceSpans, 1)
    const service = String(readAttributes(messages(resource, 1))['service.name'])
    return messages(resourceSpans, 2).flatMap((scopeSpans) =>
      messages(scopeSpans, 2).map((span) => readSpan(span, service)),
    )
  })
}

function readSpan(span: readonly Field[], service: string): ReceivedSpan {
  const [status = []] = messages(span, 15)
  return {
    service,
    name: bytes(span, 5).toString(),
    traceId: bytes(span, 1).toString('hex'),
    spanId: bytes(span, 2).toString('hex'),
    parentId: bytes(span, 4).toString('hex'),
    links: messages(span, 13).map((link) => ({
      traceId: bytes(link, 1).toString('hex'),
      spanId: bytes(link, 2).toString('hex'),
    })),
    attributes: readAttributes(messages(span, 9)),
    isError: status.some(({ number, value }) => number === 3 && value === 2),
  }
}

function readAttributes(pairs: readonly Field[][]): ReceivedSpan['attributes'] {
  return Object.fromEntries(
    pairs.map((pair) => [bytes(pair, 1).toString(), readValue(messages(pair, 2)[0] ?? [])] as const),
  )
}

function readValue(value: readonly Field[]): string | number | string[] {
  const [list] = messages(value, 5)
  if (list) return messages(list, 1).map((each) => String(readValue(each)))
  const [first] = value
  return typeof first?.value === 'number' ? first.value : (first?.value.toString() ?? '')
}

const bytes = (fields: readonly Field[], number: number): Buffer => {
  const found = fields.find((field) => field.number === number)?.value
  return Buffer.isBuffer(found) ? found : Buffer.alloc(0)
}

const messages = (fields: readonly Field[], number: number): Field[][] =>
  fields.flatMap((field) => (field.number === number && Buffer.isBuffer(field.value) ? [readFields(field.value)] : []))

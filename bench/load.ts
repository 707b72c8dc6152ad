/**
 * A load generator, a process of its own: signed webhooks over plain sockets, as cheap as can be, so that the servers
 * get the processor. Closed loop (every connection sends when it was answered), or open loop at a rate, where latency
 * counts from the moment a request was due, not from when a connection was free for it.
 */
import { connect, type Socket } from 'node:net'
import { signatureOf } from './ingress-platform.ts'
import { webhookBodies } from './support/webhook-bodies.ts'

export interface LoadOptions {
  port: number
  connections: number
  seconds: number
  bodyBytes: number
  /** Requests a second; absent: as many as are answered. */
  rate?: number
}

export interface LoadResult {
  /** Answered 200 within the time. */
  perSecond: number
  /** Answered otherwise, or not at all. */
  failed: number
  p50Ms: number
  p99Ms: number
  p999Ms: number
  maxMs: number
}

const ID_DIGITS = 12
let nextId = 0

const options: LoadOptions = JSON.parse(process.argv[2] ?? '{}')
process.stdout.write(JSON.stringify(await run(options)), () => process.exit())

async function run({ port, connections, seconds, bodyBytes, rate }: LoadOptions): Promise<LoadResult> {
  const bodies = webhookBodies(bodyBytes)
  const latencies: number[] = []
  const due: number[] = []
  const idle: Client[] = []
  let failed = 0
  let sent = 0
  let startedAt = 0
  let endsAt = 0

  const free = (client: Client) => {
    if (performance.now() >= endsAt) return
    if (rate === undefined) return client.send(performance.now())
    const at = due.shift()
    if (at === undefined) idle.push(client)
    else client.send(at)
  }
  const answered = (ok: boolean, since: number) => {
    const now = performance.now()
    if (!ok) failed += 1
    else if (now <= endsAt) latencies.push(now - since)
  }
  const clients = await Promise.all(
    Array.from({ length: connections }, () =>
      createClient({ port, request: createRequest(bodies.next().value), answered, free }),
    ),
  )
  startedAt = performance.now()
  endsAt = startedAt + seconds * 1_000
  for (const client of clients) free(client)
  while (performance.now() < endsAt) {
    if (rate !== undefined) {
      for (; sent < ((performance.now() - startedAt) * rate) / 1_000; sent++) {
        const at = startedAt + (sent * 1_000) / rate
        const client = idle.pop()
        if (client) client.send(at)
        else due.push(at)
      }
    }
    await new Promise((resolve) => setTimeout(resolve, rate === undefined ? 20 : 1))
  }
  latencies.sort((a, b) => a - b)
  const at = (share: number) => latencies[Math.floor(latencies.length * share)] ?? Number.NaN
  return {
    perSecond: latencies.length / seconds,
    failed: failed + due.length,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    p999Ms: at(0.999),
    maxMs: latencies.at(-1) ?? Number.NaN,
  }
}

interface Client {
  /** `since`: when it was due. */
  send(since: number): void
}

interface ClientOptions {
  port: number
  request: (id: number) => Buffer
  answered(ok: boolean, since: number): void
  free(client: Client): void
}

async function createClient({ port, request, answered, free }: ClientOptions): Promise<Client> {
  const socket = await open(port)
  let since = 0
  const client: Client = {
    send(at) {
      since = at
      nextId += 1
      socket.write(request(nextId))
    },
  }
  // Answers are a few hundred bytes without a body: one chunk is one answer.
  socket.on('data', (chunk) => {
    answered(chunk.toString('latin1', 9, 12) === '200', since)
    free(client)
  })
  return client
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    socket.once('connect', () => resolve(socket))
    socket.once('error', reject)
  })
}

/** One buffer with a place for the delivery's number; the order in it is no other connection's. */
function createRequest(body: Buffer): (id: number) => Buffer {
  const head = [
    'POST /webhooks/bench HTTP/1.1',
    'host: 127.0.0.1',
    'content-type: application/json',
    `content-length: ${body.length}`,
    `x-bench-hmac: ${signatureOf(body)}`,
    'x-bench-id: ',
  ].join('\r\n')
  const idAt = Buffer.byteLength(head)
  const template = Buffer.concat([Buffer.from(`${head}${'0'.repeat(ID_DIGITS)}\r\n\r\n`), body])
  return (id) => {
    const request = Buffer.from(template)
    request.write(String(id).padStart(ID_DIGITS, '0'), idAt, 'latin1')
    return request
  }
}

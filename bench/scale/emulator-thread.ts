/** The shops of all three platforms, in a thread of its own: answers reads from memory, each after a delay. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parentPort, workerData } from 'node:worker_threads'
import { createBodies } from './bodies.ts'
import { type EmulatorData, REQUESTS } from './emulator-data.ts'
import { objectOf } from './plan.ts'

const { versions: shared, delayMs, counters } = workerData as EmulatorData
const versions = new Uint32Array(shared)
const counts = new Uint32Array(counters)
const bodies = createBodies()

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  Atomics.add(counts, REQUESTS, 1)
  if (request.method === 'POST') return void readAll(request).then((body) => later(response, answerBatch(body)))
  later(response, answer(request.url ?? '/'))
})
server.listen(0, '127.0.0.1', () => parentPort?.postMessage((server.address() as AddressInfo).port))

function later(response: ServerResponse, body: string | null): void {
  const write = () =>
    response.writeHead(body === null ? 404 : 200, { 'content-type': 'application/json' }).end(body ?? '{}')
  if (delayMs > 0) setTimeout(write, delayMs)
  else write()
}

/** `null`: there is no such object. */
function answer(path: string): string | null {
  const [, kind, id = ''] = /\/(orderExtend|orderHistories|customers)(?:\/([^/?]+))?/.exec(path) ?? []
  switch (kind) {
    case 'orderHistories':
      return EMPTY_PAGE
    case 'orderExtend':
      return write(bodies.shoprenterOrder, objectOf.shoprenter(id))
    case 'customers':
      return id === 'search' ? answerSearch(path) : write(bodies.shoplineCustomer, objectOf.shopline(id))
    default:
      return null
  }
}

const EMPTY_PAGE = '{"page":"0","pageCount":"1","limit":"200","previous":null,"next":null,"items":[]}'

function write(body: typeof bodies.shoplineCustomer, object: number): string | null {
  const version = versions[object]
  return version ? body(object, version) : null
}

function answerSearch(path: string): string {
  const ids = new URL(path, 'http://127.0.0.1').searchParams.getAll('id[]')
  const items = ids.flatMap((id) => write(bodies.shoplineCustomer, objectOf.shopline(id)) ?? [])
  return `{"items":[${items.join(',')}]}`
}

/** https://doc.shoprenter.hu/development/api/04_batch.html */
function answerBatch(body: string): string | null {
  const { data } = JSON.parse(body) as { data?: { requests: { uri: string }[] } }
  if (!data) return null
  const parts = data.requests.map(({ uri }) => {
    const found = answer(new URL(uri).pathname)
    return `{"response":{"header":{"statusCode":${found === null ? 404 : 200}},"body":${found ?? '{}'}}}`
  })
  return `{"requests":{"request":[${parts.join(',')}]}}`
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Call {
  method: string
  url: URL
  headers: IncomingMessage['headers']
  body: string
}

export interface Told {
  status?: number
  headers?: Record<string, string>
  /** Text goes out as it is, everything else as JSON. */
  body?: unknown
}

export interface TestServer {
  url: string
  /** What came in, the oldest first. */
  calls: Call[]
  close(): Promise<void>
}

/** A platform that says whatever a test wants to hear, over real HTTP. */
export async function startServer(answer: (call: Call) => Told): Promise<TestServer> {
  const calls: Call[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { method = '', headers } = request
    const call = {
      method,
      headers,
      url: new URL(request.url ?? '/', 'http://x'),
      body: Buffer.concat(chunks).toString(),
    }
    calls.push(call)
    const { status = 200, headers: told = {}, body = {} } = answer(call)
    response.writeHead(status, told).end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

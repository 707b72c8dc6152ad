import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Call {
  method: string
  url: URL
  headers: IncomingMessage['headers']
  body: string
}

export interface TestResponse {
  /** Default 200. */
  status?: number
  headers?: Record<string, string>
  /** Text is sent as it is, everything else as JSON. */
  body?: unknown
  /** The connection is closed: instead of an answer, or after a body that is shorter than its `content-length`. */
  close?: 'unanswered' | 'truncated'
}

export interface TestServer {
  url: string
  /** Requests so far, the oldest first. */
  calls: Call[]
  close(): Promise<void>
}

/** An HTTP server that answers what a test decides. */
export async function startServer(answer: (call: Call) => TestResponse): Promise<TestServer> {
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
    const { status = 200, headers: given = {}, body = {}, close } = answer(call)
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const cut = () => request.socket.destroy()
    if (close === 'unanswered') cut()
    else if (close === 'truncated') response.writeHead(status, given).write(text, cut)
    else response.writeHead(status, given).end(text)
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

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { listEmulators } from './emulators.ts'
import { type Core, createCore, type Sandbox, type SandboxOptions } from './sandbox.ts'
import { handleRequest } from './server.ts'
import { listenTls } from './tls/listen-tls.ts'

/** Pretend platforms over one invented world, on loopback, until `close`. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const started: { core?: Core } = {}
  const answer = (request: IncomingMessage, response: ServerResponse, calledUrl?: URL) => {
    if (!started.core) return void response.writeHead(503).end()
    handleRequest(started.core, { request, response, ...(calledUrl && { calledUrl }) }).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ message: error instanceof Error ? error.message : 'failed' }))
    })
  }
  const server = createServer({ keepAliveTimeout: 30_000 }, (request, response) => answer(request, response))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const tls = options.tls && (await listenTls(options.tls, answer).catch(closeAndThrow(server)))
  const core = createCore(options, `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  started.core = core
  return {
    ...core,
    ...(tls && { tls }),
    async close() {
      await tls?.close()
      await Promise.all(listEmulators(core).map((emulator) => emulator.close()))
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    },
  }
}

function closeAndThrow(server: Server): (error: unknown) => never {
  return (error) => {
    server.close()
    throw error
  }
}

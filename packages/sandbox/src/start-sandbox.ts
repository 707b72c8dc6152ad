import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { listEmulators } from './emulators.ts'
import { type Core, createCore, type Sandbox, type SandboxOptions } from './sandbox.ts'
import { handle } from './server.ts'

/** Pretend platforms over one invented world, on loopback, until `close`. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const started: { core?: Core } = {}
  const server = createServer({ keepAliveTimeout: 30_000 }, (request, response) => {
    if (!started.core) return void response.writeHead(503).end()
    handle(started.core, request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ message: error instanceof Error ? error.message : 'failed' }))
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const core = createCore(options, `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  started.core = core
  return {
    ...core,
    async close() {
      await Promise.all(listEmulators(core).map((emulator) => emulator.close()))
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    },
  }
}

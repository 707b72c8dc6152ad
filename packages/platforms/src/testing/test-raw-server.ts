import { type AddressInfo, createServer, type Socket } from 'node:net'

export interface RawServer {
  /** `127.0.0.1:port`, without a scheme. */
  host: string
  /** Everything received so far, of all connections. */
  received(): string
  close(): Promise<void>
}

interface Reactions {
  onConnect?(socket: Socket): void
  /** A piece of a request came. */
  onData?(socket: Socket, received: string): void
}

/** A server below HTTP, for connections that break in ways no HTTP server would choose. */
export async function startRawServer({ onConnect, onData }: Reactions): Promise<RawServer> {
  let received = ''
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    // The test is about what the client makes of it.
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      received += chunk.toString()
      onData?.(socket, received)
    })
    onConnect?.(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: () => received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

import type { AddressInfo, Server, Socket } from 'node:net'
import { loadCredentials } from './authority.ts'
import { createConnectProxy } from './connect-proxy.ts'
import { createHttpsServer, type HandleHostRequest } from './https-server.ts'

export interface TlsOptions {
  /** Where the CA is kept; made at first use. */
  folder: string
  /** Default: any free one. */
  port?: number
  /** Of the CONNECT proxy. Default: any free one. */
  proxyPort?: number
}

export interface TlsListener {
  port: number
  /** What `HTTPS_PROXY` is set to. */
  proxyUrl: string
  /** The CA's certificate, PEM. */
  caPath: string
  close(): Promise<void>
}

/** Serves the platforms' real host names by TLS, and a proxy that leads there; both on loopback. */
export async function listenTls(options: TlsOptions, handle: HandleHostRequest): Promise<TlsListener> {
  const credentials = await loadCredentials(options.folder)
  const server = createHttpsServer(credentials, handle)
  const proxy = createConnectProxy((socket) => server.emit('connection', socket))
  const closers = [server, proxy].map(trackSockets)
  const close = async () => void (await Promise.all(closers.map((closeServer) => closeServer())))
  try {
    await listen(server, options.port)
    await listen(proxy, options.proxyPort)
  } catch (error) {
    await close()
    throw error
  }
  const proxyUrl = `http://127.0.0.1:${portOf(proxy)}`
  return { port: portOf(server), proxyUrl, caPath: credentials.caPath, close }
}

/** Sockets of a handshake or of a CONNECT are not in the server's own list of connections. */
function trackSockets(server: Server): () => Promise<void> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  return () =>
    new Promise((resolve) => {
      if (!server.listening) return resolve()
      server.close(() => resolve())
      for (const socket of sockets) socket.destroy()
    })
}

function listen(server: Server, port = 0): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}

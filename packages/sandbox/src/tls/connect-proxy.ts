import { createServer, type Server } from 'node:http'
import type { Socket } from 'node:net'
import { isPlatformHost } from './hosts.ts'

/**
 * An HTTPS proxy for programs whose addresses cannot be changed: `CONNECT` to a platform's host, whatever the port, ends
 * in the sandbox's own TLS server. Every other host is refused, so nothing leaves the machine through it.
 */
export function createConnectProxy(accept: (socket: Socket) => void): Server {
  const proxy = createServer((_request, response) => {
    response
      .writeHead(403, { 'content-type': 'text/plain' })
      .end('This proxy takes CONNECT to the platforms’ hosts only.\n')
  })
  proxy.on('connect', (request, socket: Socket, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    const host = /^(.+):\d+$/.exec(request.url ?? '')?.[1] ?? ''
    if (!isPlatformHost(host)) return void socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n')
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
    if (head.length > 0) socket.unshift(head)
    accept(socket)
  })
  return proxy
}

import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ReverseProxy extends AsyncDisposable {
  /** Without a trailing slash and without the prefix. */
  url: string
  /** Local port to which requests are forwarded. */
  target: number
}

export interface ReverseProxyOptions {
  /** Only requests below this path are forwarded, such as `/mirror`. */
  prefix: string
  /** Removes the prefix, like nginx with `proxy_pass http://127.0.0.1:3000/;` (trailing slash). */
  strips: boolean
}

/** A reverse proxy with nginx's defaults: its own `host`, and the caller's address appended to `x-forwarded-for`. */
export async function startReverseProxy({ prefix, strips }: ReverseProxyOptions): Promise<ReverseProxy> {
  const state = { target: 0 }
  const server = createServer((incoming, response) => {
    const { url = '/' } = incoming
    if (!url.startsWith(`${prefix}/`)) return void response.writeHead(404).end('not behind this proxy')
    handOn(incoming, response, { port: state.target, path: strips ? url.slice(prefix.length) : url })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return Object.assign(state, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  })
}

function handOn(incoming: IncomingMessage, response: ServerResponse, to: { port: number; path: string }): void {
  const headers = {
    ...incoming.headers,
    host: `127.0.0.1:${to.port}`,
    'x-forwarded-for': incoming.socket.remoteAddress ?? '',
  }
  const outgoing = request({ host: '127.0.0.1', method: incoming.method, ...to, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
  })
  outgoing.on('error', () => response.destroy())
  incoming.pipe(outgoing)
}

import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import { createSecureContext } from 'node:tls'
import type { TlsCredentials } from './authority.ts'
import { isPlatformHost, sandboxPathOf } from './hosts.ts'

/** Takes a request whose path is one of the sandbox; `calledUrl` is the address as the client called it. */
export type HandleHostRequest = (request: IncomingMessage, response: ServerResponse, calledUrl: URL) => void

/** The platforms under their own host names, HTTP/1.1. Other names get no handshake, and other `Host` headers 421. */
export function createHttpsServer({ key, cert }: TlsCredentials, handle: HandleHostRequest): Server {
  const context = createSecureContext({ key, cert })
  const server = createServer(
    {
      ...{ key, cert, keepAliveTimeout: 30_000 },
      SNICallback: (name, done) =>
        isPlatformHost(name) ? done(null, context) : done(new Error(`${name} is no host of a platform`)),
    },
    (request, response) => {
      const calledUrl = calledUrlOf(request)
      const path = calledUrl && sandboxPathOf(calledUrl.hostname, request.url ?? '/')
      if (!calledUrl || !path) return refuse(response)
      request.url = path
      handle(request, response, calledUrl)
    },
  )
  // A client that does not trust the CA, or asks for another host, hangs up; it has seen its own error.
  server.on('tlsClientError', () => undefined)
  return server
}

function calledUrlOf({ headers, url = '/' }: IncomingMessage): URL | null {
  const base = `https://${headers.host ?? ''}`
  return URL.canParse(url, base) ? new URL(url, base) : null
}

function refuse(response: ServerResponse): void {
  const text = 'The sandbox serves the hosts of platforms only, and this is none of them.\n'
  response.writeHead(421, { 'content-type': 'text/plain' }).end(text)
}

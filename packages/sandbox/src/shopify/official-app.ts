import '@shopify/shopify-api/adapters/node'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ApiVersion, LogSeverity, type Session, type Shopify, shopifyApi } from '@shopify/shopify-api'
import { setAbstractFetchFunc } from '@shopify/shopify-api/runtime'

type Validation = Awaited<ReturnType<Shopify['webhooks']['validate']>>

/** An app as Shopify's own library makes one. */
export interface OfficialApp {
  url: string
  shopify: Shopify
  /** Of installs that came to their end, the latest last. */
  sessions: Session[]
  /** `forged`: what the library says of the same with one byte more. */
  webhooks: { validation: Validation; forged: Validation; body: string }[]
  close(): Promise<void>
}

export interface OfficialAppOptions {
  clientId: string
  clientSecret: string
  scopes: string[]
}

/** Shopify's hosts, as the network of a test knows them: `{sandbox}/shopify/{shop}`. */
export function routeShopsTo(sandboxUrl: string): void {
  setAbstractFetchFunc((input, init) => {
    const address = input instanceof Request ? input.url : String(input)
    return fetch(reroute(address, sandboxUrl), init)
  })
}

function reroute(address: string, sandboxUrl: string): string {
  return address.replace(/^https:\/\/([a-z0-9-]+\.myshopify\.com)/, `${sandboxUrl}/shopify/$1`)
}

export async function startOfficialApp(
  { clientId, clientSecret, scopes }: OfficialAppOptions,
  sandbox: { url: string },
): Promise<OfficialApp> {
  const app: Pick<OfficialApp, 'sessions' | 'webhooks'> & { shopify?: Shopify } = { sessions: [], webhooks: [] }
  const server = createServer((request, response) => {
    if (!app.shopify) return void response.writeHead(503).end()
    answer(request, response, { ...app, shopify: app.shopify, sandbox }).catch((error: unknown) => {
      response.writeHead(500).end(String(error))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  app.shopify = shopifyApi({
    ...{ apiKey: clientId, apiSecretKey: clientSecret, scopes, hostName: host, hostScheme: 'http' },
    ...{ apiVersion: ApiVersion.October26, isEmbeddedApp: false, logger: { level: LogSeverity.Error } },
  })
  return {
    ...{ url: `http://${host}`, shopify: app.shopify, sessions: app.sessions, webhooks: app.webhooks },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

interface Running extends Pick<OfficialApp, 'shopify' | 'sessions' | 'webhooks'> {
  sandbox: { url: string }
}

async function answer(request: IncomingMessage, response: ServerResponse, app: Running): Promise<void> {
  const raw = { rawRequest: request, rawResponse: response }
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://app')
  if (pathname === '/auth') {
    const writeHead = response.setHeader.bind(response)
    response.setHeader = (name, value) =>
      writeHead(name, name.toLowerCase() === 'location' ? reroute(String(value), app.sandbox.url) : value)
    const shop = searchParams.get('shop') ?? ''
    return void (await app.shopify.auth.begin({ shop, callbackPath: '/callback', isOnline: false, ...raw }))
  }
  if (pathname === '/callback') {
    const { session } = await app.shopify.auth.callback({ expiring: true, ...raw })
    app.sessions.push(session)
    return void response.end('installed')
  }
  const body = (await request.toArray()).join('')
  const validate = (rawBody: string) => app.shopify.webhooks.validate({ rawBody, ...raw })
  app.webhooks.push({ validation: await validate(body), forged: await validate(`${body} `), body })
  response.end()
}

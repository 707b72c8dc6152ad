import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { connect as connectTcp, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { connect, type TLSSocket } from 'node:tls'
import { ProxyAgent, request } from 'undici'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startSandbox } from '../index.ts'
import type { Sandbox } from '../sandbox.ts'

const SHOP = 'tls-bolt.myshopify.com'

describe('the platforms under their own host names', () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'sandbox-tls-')), 'ca')
  const caPath = join(folder, 'ca.pem')
  let sandbox: Sandbox

  beforeAll(async () => {
    sandbox = await startSandbox({ products: 5, customers: 5, orders: 5, tls: { folder } })
  })
  afterAll(async () => {
    await sandbox.close()
    rmSync(join(folder, '..'), { recursive: true, force: true })
  })

  test.each([
    SHOP,
    'tls-bolt.myshoprenter.hu',
    'tls-bolt.api.myshoprenter.hu',
    'tls-bolt.api2.myshoprenter.hu',
    'oauth.app.shoprenter.net',
    'open.shopline.io',
    'open.shoplineapp.com',
    'developers.shoplineapp.com',
  ])('a client that trusts the CA accepts the certificate of %s', async (host) => {
    const socket = await secure(host, await tcp(port()))
    expect(socket.authorized).toBe(true)
    socket.destroy()
  })

  test('a client that does not trust the CA refuses the certificate', async () => {
    await expect(secure(SHOP, await tcp(port()), null)).rejects.toThrow('unable to verify')
  })

  test.each(['example.com', 'myshopify.com', 'a.b.myshopify.com', 'storage.googleapis.com'])(
    'a handshake for %s is refused',
    async (host) => {
      await expect(secure(host, await tcp(port()))).rejects.toThrow()
    },
  )

  test('a Host header that is no host of a platform is answered with 421', async () => {
    expect(await get(await secure(SHOP, await tcp(port())), 'example.com', '/')).toMatch(/^HTTP\/1\.1 421 /)
  })

  test('each host leads to its own part of the sandbox', async () => {
    const ask = async (host: string, path: string) => get(await secure(host, await tcp(port())), host, path)
    expect(await ask(SHOP, '/admin/api/2026-10/graphql.json')).toMatch(/"errors":"Not Found"/)
    expect(await ask('tls-bolt.api2.myshoprenter.hu', '/api/orders')).toMatch(/"error":40001/)
    expect(await ask('tls-bolt.api.myshoprenter.hu', '/orders')).toMatch(/"error":40001/)
    expect(await ask('tls-bolt.myshoprenter.hu', '/admin/app/1042')).toMatch(/location: .*shopname=tls-bolt/)
    expect(await ask('oauth.app.shoprenter.net', '/tls-bolt/app/token')).toMatch(/invalid_request/)
    expect(await ask('open.shopline.io', '/v1/orders')).toMatch(/HTTP\/1\.1 (?:401|403|400)/)
    expect(await ask('developers.shoplineapp.com', '/oauth/token/info')).toMatch(/HTTP\/1\.1 401/)
  })

  test('CONNECT to a platform’s host leads there whatever the port, and to any other host is refused', async () => {
    const { socket, status } = await throughProxy(`${SHOP}:443`)
    expect(status).toMatch(/ 200 /)
    const answer = await get(await secure(SHOP, socket), SHOP, '/admin/api/2026-10/graphql.json')
    expect(answer).toMatch(/"errors":"Not Found"/)
    for (const target of ['example.com:443', '127.0.0.1:22', 'localhost:443', 'evilmyshopify.com:443', 'no-port'])
      expect((await throughProxy(target)).status).toMatch(/ 40[03] /)
  })

  test('the result of a bulk operation lies under the host that was called', async () => {
    const { accessToken } = (await (
      await fetch(`${sandbox.url}/control/shops/${SHOP}/token`, { method: 'POST' })
    ).json()) as { accessToken: string }
    const ca = readFileSync(caPath, 'utf8')
    const dispatcher = new ProxyAgent({ uri: sandbox.tls?.proxyUrl ?? '', requestTls: { ca } })
    const ask = async (query: string) => {
      const answer = await request(`https://${SHOP}/admin/api/2026-10/graphql.json`, {
        ...{ method: 'POST', dispatcher, body: JSON.stringify({ query }) },
        headers: { 'content-type': 'application/json', 'x-shopify-access-token': accessToken },
      })
      return (await answer.body.json()) as { data: { currentBulkOperation: { url: string | null } | null } }
    }
    await ask(
      'mutation { bulkOperationRunQuery(query: "{ products { edges { node { id } } } }") { bulkOperation { id } } }',
    )
    const ended = async () => (await ask('{ currentBulkOperation { url } }')).data.currentBulkOperation?.url
    await expect.poll(ended).toMatch(`https://${SHOP}/`)
    const result = await request((await ended()) ?? '', { dispatcher })
    expect(await result.body.text()).toMatch(/"gid:\/\/shopify\/Product\/\d+"/)
    await dispatcher.close()
  })

  test('the key of the CA is for its owner only, and a second start keeps the CA', async () => {
    expect(statSync(join(folder, 'ca-key.pem')).mode & 0o777).toBe(0o600)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    const before = readFileSync(caPath, 'utf8')
    const second = await startSandbox({ products: 5, customers: 5, orders: 5, tls: { folder } })
    await second.close()
    expect(readFileSync(caPath, 'utf8')).toBe(before)
  })

  function port(): number {
    return sandbox.tls?.port ?? 0
  }

  function secure(servername: string, socket: Socket, ca: string | null = readFileSync(caPath, 'utf8')) {
    return new Promise<TLSSocket>((resolve, reject) => {
      const secured = connect({ socket, servername, ...(ca !== null && { ca }) }, () => resolve(secured))
      secured.once('error', reject)
    })
  }

  async function throughProxy(target: string): Promise<{ socket: Socket; status: string }> {
    const socket = await tcp(Number(new URL(sandbox.tls?.proxyUrl ?? '').port))
    socket.write(`CONNECT ${target} HTTP/1.1\r\nhost: ${target}\r\n\r\n`)
    const status = await new Promise<string>((resolve) => socket.once('data', (chunk) => resolve(String(chunk))))
    return { socket, status }
  }
})

function tcp(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connectTcp(port, '127.0.0.1', () => resolve(socket))
    socket.once('error', reject)
  })
}

async function get(socket: TLSSocket, host: string, path: string): Promise<string> {
  socket.write(`GET ${path} HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`)
  return text(socket)
}

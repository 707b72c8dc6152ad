import { createPrivateKey, sign, X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, createServer } from 'node:tls'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadCredentials } from './authority.ts'

let folder: string
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'sandbox-ca-')), 'ca')
})
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }))

test('the key in the folder is the one that signs the certificate', async () => {
  const { cert, caPath } = await loadCredentials(folder)
  const authority = new X509Certificate(readFileSync(caPath))
  expect(new X509Certificate(cert).verify(authority.publicKey)).toBe(true)
  const key = createPrivateKey(readFileSync(join(folder, 'ca-key.pem'), 'utf8'))
  expect(sign('sha256', Buffer.from('x'), key).length).toBeGreaterThan(0)
})

test('a half-written CA is made again', async () => {
  const first = await loadCredentials(folder)
  writeFileSync(first.caPath, '')
  const second = await loadCredentials(folder)
  expect(new X509Certificate(second.cert).verify(new X509Certificate(readFileSync(second.caPath)).publicKey)).toBe(true)
})

test('processes that start at once agree on one CA', async () => {
  const all = await Promise.all(Array.from({ length: 4 }, () => loadCredentials(folder)))
  const authority = new X509Certificate(readFileSync(join(folder, 'ca.pem')))
  expect(all.map(({ cert }) => new X509Certificate(cert).verify(authority.publicKey))).toEqual([true, true, true, true])
})

test('clients refuse what the CA signs for any other domain', async () => {
  const { key, cert, caPath } = await loadCredentials(folder, ['example.com'])
  const server = createServer({ key, cert }).on('tlsClientError', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const outcome = await new Promise<string>((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', servername: 'example.com', ca: readFileSync(caPath) }, () => {
      resolve('accepted')
      socket.destroy()
    }).once('error', ({ message }) => resolve(message))
  })
  server.close()
  expect(outcome).toMatch(/permitted subtree violation/)
})

test("lengths in the CA's name constraints are as short as DER requires: Go refuses a CA with longer ones", async () => {
  const { caPath } = await loadCredentials(folder)
  const hex = new X509Certificate(readFileSync(caPath)).raw.toString('hex')
  const [, constraints = ''] = hex.split('0603551d1e0101ff')
  // An octet string, the sequence in it, and what is permitted: each between 128 and 255 bytes.
  expect(constraints).toMatch(/^0481..3081..a081../)
})

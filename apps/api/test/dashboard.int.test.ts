import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createStage, type Stage } from './stage.ts'

const script = 'export const answer = 42\n'.repeat(100)
const document = `<!doctype html><meta name="shopmirror-base" content="/dashboard/" />
<script src="./assets/index-1a2b.js" nonce="NONCE_OF_THE_ANSWER"></script>`

let folder: string
let stage: Stage
let underPath: Stage
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dashboard-'))
  mkdirSync(join(folder, 'dist', 'assets'), { recursive: true })
  const write = (name: string, content: string | Buffer) => writeFileSync(join(folder, name), content)
  write('secret.js', 'outside')
  write('dist/index.html', document)
  write('dist/favicon.svg', '<svg/>')
  write('dist/assets/index-1a2b.js', script)
  write('dist/assets/index-1a2b.js.br', brotliCompressSync(script))
  write('dist/assets/index-1a2b.js.gz', gzipSync(script))
  const dashboardFolder = join(folder, 'dist')
  stage = await createStage({ settings: { dashboardFolder } })
  underPath = await createStage({ settings: { dashboardFolder, publicUrl: 'https://example.com/mirror' } })
})
afterAll(async () => {
  await stage[Symbol.asyncDispose]()
  await underPath[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

const get = (url: string, headers: Record<string, string> = {}) => stage.app.inject({ url, headers })

test('every address of a screen gets the document, which may run only what carries the nonce of this answer', async () => {
  const nonces = new Set<string>()
  for (const url of ['/dashboard/', '/dashboard/shops', '/dashboard/shops/shp_1?tab=settings']) {
    const { statusCode, headers, body } = await get(url)
    expect([statusCode, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    expect(headers['cache-control']).toBe('no-store')
    const nonce = /script src="\/dashboard\/assets\/index-1a2b.js" nonce="([\w+/=]{24})"/.exec(body)?.[1] ?? ''
    nonces.add(nonce)
    const policy = String(headers['content-security-policy'])
    expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`)
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/unsafe|https?:|\*/)
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' })
  }
  expect(nonces.size).toBe(3)
})

test('the document knows the path of PUBLIC_URL', async () => {
  for (const url of ['/mirror/dashboard/shops', '/dashboard/shops']) {
    const { body } = await underPath.app.inject(url)
    expect(body).toContain('content="/mirror/dashboard/"')
    expect(body).toContain('src="/mirror/dashboard/assets/index-1a2b.js"')
  }
  const bare = await underPath.app.inject('/mirror/dashboard?lang=hu')
  expect([bare.statusCode, bare.headers.location]).toEqual([308, '/mirror/dashboard/?lang=hu'])
})

test('files are kept by browsers for ever, and sent in the coding that the browser takes', async () => {
  const url = '/dashboard/assets/index-1a2b.js'
  const plain = await get(url)
  expect(plain.headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'accept-encoding',
    'x-content-type-options': 'nosniff',
  })
  expect([plain.headers['content-encoding'], plain.body]).toEqual([undefined, script])
  const brotli = await get(url, { 'accept-encoding': 'gzip, deflate, br' })
  expect(brotli.headers['content-encoding']).toBe('br')
  expect(brotliDecompressSync(brotli.rawPayload).toString()).toBe(script)
  const gzip = await get(url, { 'accept-encoding': 'gzip, br;q=0' })
  expect(gzip.headers['content-encoding']).toBe('gzip')
  expect(gunzipSync(gzip.rawPayload).toString()).toBe(script)
  const icon = await get('/dashboard/favicon.svg')
  expect(icon.headers['cache-control']).toBe('no-cache')
  expect((await get('/dashboard/favicon.svg', { 'if-none-match': String(icon.headers.etag) })).statusCode).toBe(304)
})

test('a file of another build is 404, never the document', async () => {
  expect((await get('/dashboard/assets/index-0000.js')).statusCode).toBe(404)
})

test.each([
  '/dashboard/../secret.js',
  '/dashboard/..%2fsecret.js',
  '/dashboard/assets/..%2f..%2f..%2fsecret.js',
  '/dashboard/%2e%2e/secret.js',
  '/dashboard/..%5csecret.js',
  '/dashboard//etc/passwd',
])('nothing outside of the folder is sent: %s', async (url) => {
  const { body, headers } = await get(url)
  expect(body).not.toContain('outside')
  expect(String(headers['content-type'])).not.toContain('javascript')
})

test('the page after an install stays where it is', async () => {
  const { body } = await get('/dashboard/settings?tab=shopify&shopify=connected', { accept: 'text/html' })
  expect(body).not.toContain('shopmirror-base')
  expect(body).toContain('<h1>')
})

test('a dashboard that is not built says how to build it, and is found once it is', async () => {
  const dashboardFolder = join(folder, 'later')
  await using empty = await createStage({ settings: { dashboardFolder } })
  const page = await empty.app.inject({ url: '/dashboard/', headers: { accept: 'text/html' } })
  expect([page.statusCode, page.headers['content-type']]).toEqual([503, 'text/html; charset=utf-8'])
  expect(page.body).toContain('npm run build-dashboard')
  const problem = await empty.app.inject({ url: '/dashboard/', headers: { accept: 'application/json' } })
  expect(problem.json().type).toBe('urn:shopmirror:problem:dashboard-not-built')
  mkdirSync(dashboardFolder)
  writeFileSync(join(dashboardFolder, 'index.html'), document)
  expect((await empty.app.inject('/dashboard/')).statusCode).toBe(200)
})

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { checkTypes, generateClient } from '@shopmirror/scripts/client-generator.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { documentPaths } from './described.ts'
import { createStage, type Stage } from './stage.ts'

let stage: Stage
let baseUrl: string
const folder = mkdtempSync(join(tmpdir(), 'shopmirror-client-'))
beforeAll(async () => {
  stage = await createStage()
  baseUrl = await stage.app.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(async () => {
  await stage[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

const generateFrom = async (path: string) =>
  generateClient({ document: (await stage.app.inject(path)).json(), baseUrl, folder })

test.each(documentPaths)('a client generated from %s compiles', async (path) => {
  expect(await checkTypes(await generateFrom(path))).toBe('')
})

test('a generated client lists, creates, and gets errors', async () => {
  const { headers, accountId } = await stage.issueKey()
  const shop = await stage.connectShop(accountId)
  const client: GeneratedClient = await import(pathToFileURL(await generateFrom('/openapi.json')).href)
  const listed = await client.listShops({ limit: 10, status: 'active' }, { headers })
  expect([listed.status, listed.data.data.map(({ id }) => id)]).toEqual([200, [shop]])
  const started = await client.startSync(shop, { type: 'full' }, { headers })
  expect([started.status, started.data.data.status]).toEqual([202, 'queued'])
  const refused = await client.connectShop({ platform: 'shoprenter', domain: 'minta', access_token: ' ' }, { headers })
  expect([refused.status, refused.data.type]).toEqual([422, 'urn:shopmirror:problem:invalid-credentials'])
})

/** The part of it that the test calls; its own types are checked above, by the compiler. */
interface GeneratedClient {
  listShops(query: object, options: object): Promise<{ status: number; data: { data: { id: string }[] } }>
  startSync(id: string, body: object, options: object): Promise<{ status: number; data: { data: { status: string } } }>
  connectShop(body: object, options: object): Promise<{ status: number; data: { type: string } }>
}

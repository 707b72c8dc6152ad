import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Change, WriteOutcome } from '../../../contract/writes.ts'
import { createAccess } from '../../../testing/test-access.ts'
import { certificate, startTlsServer } from '../../../testing/test-tls-server.ts'
import { createApi } from '../../api/api.ts'
import { createMappings } from '../../map/mapping.ts'
import { createReadAll } from '../../read/read-all.ts'
import { settings } from '../../settings.ts'
import { openWriteShop, type WriteShop } from '../../testing/write-shop.ts'
import { createProductWrites } from './save-product.ts'

const png = Buffer.from('89504e470d0a1a0a0000', 'hex')
const jpg = Buffer.from('ffd8ffe000104a464946', 'hex')

let stage: WriteShop
let files: Awaited<ReturnType<typeof startTlsServer>>
let number: number
beforeEach(async () => {
  stage = await openWriteShop()
  files = await startTlsServer({
    ...{ '/a.png': { body: png }, '/b': { body: jpg }, '/page': { body: Buffer.from('<html>') } },
    '/broken': { status: 500, body: png },
  })
  number = stage.world.addProduct({ sku: 'REGI-1' }).id
})
afterEach(async () => {
  await Promise.all([stage.close(), files.close()])
})

/** Writes that may fetch from the server beside the test. */
function writesWith(isAllowed: (address: string) => boolean) {
  const shop = { id: 'shp_test', domain: stage.domain }
  const access = createAccess(stage.platform, stage.domain)
  const api = createApi({ shop, access, settings: settings.parse(stage.sandbox.env) })
  const readAll = createReadAll(api)
  const mappings = createMappings({ profile: undefined, readAll, domain: stage.domain })
  const fetchOptions = { isAllowed, ca: certificate }
  return createProductWrites({ ...mappings, api, readAll, batchCost: 1, now: () => new Date(), fetchOptions })
}

const change = (...paths: string[]): Change<'product.save'> => ({
  pushId: 'psh_1',
  target: { id: stage.ids.product(number), ownId: null },
  payload: { images: paths.map((path) => ({ url: files.url(path), alt: `alt ${path}` })) },
})
const send = async (...paths: string[]): Promise<WriteOutcome | undefined> =>
  (await writesWith(() => true).send({ key: 'key', changes: [change(...paths)] }))[0]

/** The files that a product shows, the main one first, with their texts. */
function shown() {
  const { products, images } = stage.shop.api.formats.records
  const { mainPicture, imageAlt } = products.get(number)?.fields ?? {}
  const others = [...images.values()].filter(({ productId }) => productId === number)
  return [[mainPicture, imageAlt], ...others.map((image) => [image.imagePath, image.imageAlt])]
}
const stored = () => [...stage.shop.api.formats.records.files.keys()]

test('pictures become files of the shop and are shown in their order', async () => {
  expect(await send('/a.png', '/b')).toMatchObject({ kind: 'done' })
  const [first = '', second = ''] = stored()
  expect(first).toMatch(/^product\/[0-9a-f]{40}\.png$/)
  expect(second).toMatch(/^product\/[0-9a-f]{40}\.jpg$/)
  expect(shown()).toEqual([
    [first, 'alt /a.png'],
    [second, 'alt /b'],
  ])
  expect(await writesWith(() => true).readBack([change('/a.png', '/b')])).toMatchObject([{ isAsWanted: true }])

  expect(await send('/b')).toMatchObject({ kind: 'done' })
  expect(shown()).toEqual([[second, 'alt /b']])
})

test.each([
  { kind: 'answerLost', path: 'files', count: 1 },
  { kind: 'error', path: 'files', after: 1, count: 1 },
  { kind: 'answerLost', path: 'batch', count: 1 },
] as const)('$kind at $path: a repeat ends it, with each picture once', async (fault) => {
  stage.break(fault)
  expect(['unknown', 'begun']).toContain((await send('/a.png', '/b'))?.kind)
  stage.mend()
  expect(await send('/a.png', '/b')).toMatchObject({ kind: 'done' })
  expect(shown()).toHaveLength(2)
  expect(stored()).toHaveLength(2)
})

test.each([
  ['/page', 'refused'],
  ['/none', 'refused'],
  ['/broken', 'not_done'],
])('%s: %s, and the product stays as it is', async (path, kind) => {
  const before = shown()
  expect(await send('/a.png', path)).toMatchObject({ kind })
  expect(shown()).toEqual(before)
  expect(stored()).toEqual([])
})

test('nothing private is fetched', async () => {
  const [outcome] = await stage.writesOf('product.save').send({ key: 'key', changes: [change('/a.png')] })
  expect(outcome).toMatchObject({ kind: 'refused', code: 'picture' })
  expect(files.calls).toEqual([])
})

import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { RateLimitedError } from '../../../contract/errors.ts'
import type { Json } from '../../../contract/mirror-rows.ts'
import type { Page } from '../../../contract/reads.ts'
import type { BulkReader } from '../../api/client-context.ts'
import { type BulkStage, startBulkStage } from '../../testing/bulk-stage.ts'
import { checkSpool, onDisk, requireSpool, SpoolError } from './spool-error.ts'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'spool-error-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

describe('a folder for results', () => {
  test('is made, and nothing of the trial stays', async () => {
    await requireSpool(join(root, 'a', 'b'))
    expect(await readdir(join(root, 'a', 'b'))).toEqual([])
  })

  test('that cannot be made is an error that names the setting, the place and the reason', async () => {
    await writeFile(join(root, 'file'), '')
    const folder = join(root, 'file', 'spool')
    await expect(requireSpool(folder)).rejects.toThrow(SpoolError)
    await expect(requireSpool(folder)).rejects.toThrow(/ENOTDIR.*SHOPIFY_SPOOL_DIR \(now .*spool\)/)
  })

  test.each(['/proc/no-such-folder', '/proc/no-such-folder/spool', '/dev/full', '/dev/full/spool'])(
    'that can never be made (%s) is refused at once',
    async (folder) => {
      await expect(requireSpool(folder)).rejects.toThrow(SpoolError)
    },
  )

  test('is checked in words at the start', async () => {
    await writeFile(join(root, 'file'), '')
    expect(await checkSpool(join(root, 'good'))).toEqual([])
    expect(await checkSpool(join(root, 'file'))).toEqual([expect.stringMatching(/SHOPIFY_SPOOL_DIR.*page by page/)])
  })

  test('with too little room for the result says how much is missing', async () => {
    await expect(requireSpool(root, 1e18)).rejects.toThrow(/1000000000000 MB are needed, \d+ MB are free/)
  })

  test.each(['EROFS', 'EACCES', 'ENOSPC', 'EMFILE', 'ENAMETOOLONG', 'EIO'])('on which %s is met', async (code) => {
    const refuse = async () => {
      throw Object.assign(new Error(`${code}: refused`), { code, syscall: 'write', path: '/spool' })
    }
    await expect(onDisk('/spool', refuse)).rejects.toThrow(SpoolError)
    await expect(onDisk('/spool', refuse)).rejects.toThrow(code)
  })

  test('does not take errors of other kinds for its own', async () => {
    const broken = Object.assign(new Error('x'), { code: 'ERR_INVALID_ARG_TYPE' })
    await expect(onDisk('/spool', () => Promise.reject(broken))).rejects.toBe(broken)
  })
})

describe('a read by bulk operation', () => {
  let stage: BulkStage
  beforeEach(async () => {
    stage = await startBulkStage({ count: 1_200 })
  })
  afterEach(() => stage.close())

  const read = (reader: BulkReader, cursor: Json) => reader.readPage({ resource: 'products', window: null, cursor })
  const brokenReader = () => stage.reader({ SHOPIFY_SPOOL_DIR: join(root, 'file') })

  /** As often as it takes until the operation is ready. */
  async function readWhenReady(reader: () => BulkReader, cursor: Json): Promise<Page | null> {
    for (;;) {
      try {
        return await read(reader(), cursor)
      } catch (error) {
        if (!(error instanceof RateLimitedError)) throw error
        await vi.waitUntil(() => stage.bulkOperations.list().every(({ completedAt }) => completedAt), {
          timeout: 9_000,
        })
      }
    }
  }

  beforeEach(() => writeFile(join(root, 'file'), ''))

  const expectPages = (page: Page | null) => {
    expect(page).toBeNull()
    expect(stage.alerts).toEqual([expect.stringMatching(/SHOPIFY_SPOOL_DIR.*read page by page instead/)])
  }

  test('is not started where its result cannot be stored: it is read page by page, and operators are notified', async () => {
    expectPages(await read(brokenReader(), null))
    expect(stage.bulkOperations.list()).toEqual([])
  })

  test('goes page by page when the folder breaks before the result is there', async () => {
    const begun = await read(stage.reader(), null)
    expectPages(await readWhenReady(brokenReader, begun?.next ?? null))
  })

  test('goes page by page when the folder breaks between two pages', async () => {
    const begun = await read(stage.reader(), null)
    const first = await readWhenReady(() => stage.reader(), begun?.next ?? null)
    expect(first?.next).toBeTruthy()
    expectPages(await readWhenReady(brokenReader, first?.next ?? null))
  })
})

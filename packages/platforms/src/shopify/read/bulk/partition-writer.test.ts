import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createPartitionWriter } from './partition-writer.ts'

const BUFFER_BYTES = 128 * 1024

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'partitions-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

test('lines keep their order, those that fill a buffer and longer ones included, and the caller may reuse their bytes', async () => {
  const paths = [join(root, 'a'), join(root, 'b')]
  const writer = createPartitionWriter(paths)
  const sizes = [10, BUFFER_BYTES - 12, 1, BUFFER_BYTES, 3 * BUFFER_BYTES, 7, BUFFER_BYTES - 1, BUFFER_BYTES + 1, 5]
  const lines = sizes.map((size, index) => String(index).repeat(size))
  for (const text of lines) {
    for (const part of [0, 1]) {
      const line = Buffer.from(text)
      await writer.write(part, line)
      line.fill('x')
    }
  }
  await writer.close()
  for (const path of paths) expect((await readFile(path)).toString() === `${lines.join('\n')}\n`).toBe(true)
})

test('a write that failed is reported by a later one, and nothing is written after it', async () => {
  const writer = createPartitionWriter([join(root, 'missing', 'a'), join(root, 'b')])
  const line = Buffer.alloc(BUFFER_BYTES, 'x')
  await writer.write(0, line)
  await expect(writer.write(1, line)).rejects.toThrow('ENOENT')
  await expect(writer.close()).rejects.toThrow('ENOENT')
  await writer.settled()
  expect(await readdir(root)).toEqual([])
})

import { mkdtemp, readdir, rm, stat, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { RetryableError } from '../../../contract/errors.ts'
import { joinLines, linesOf } from './join.ts'
import { fillSpool, findSpool, partsFor, readPartition, removeAbandoned, type Spool } from './spool.ts'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'spool-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

const fields = { ProductVariant: 'variants', Collection: 'collections' }
/** Beyond 2^53, so that a number would have lost its end. */
const gid = (type: string, number: number) => `gid://shopify/${type}/9007199254740993${number}`

function products(count: number): { lines: string[]; roots: number } {
  const lines = Array.from({ length: count }, (_, product) => {
    const id = gid('Product', product)
    const title =
      product % 7 === 0 ? `{"__parentId":"gid://shopify/Product/${product}"} \\ \n` : `Asztal ${product} "ű"`
    const variants = Array.from({ length: product % 4 }, (_, place) =>
      JSON.stringify({ id: gid('ProductVariant', product * 10 + place), sku: `${place}`, __parentId: id }),
    )
    const collections = product % 3 ? [] : [`{"__parentId": "${id}", "id": "${gid('Collection', product)}"}`]
    return [JSON.stringify(product % 5 ? { id, title } : { title, id }), ...variants, ...collections]
  })
  return { lines: lines.flat(), roots: count }
}

function shuffled(lines: string[], seed: number): string[] {
  const weight = (index: number) => Math.sin(index * 12.9898 + seed * 78.233) * 43_758.5453
  const fraction = (value: number) => value - Math.floor(value)
  return lines
    .map((line, index) => ({ line, at: fraction(weight(index)) }))
    .sort((a, b) => a.at - b.at)
    .map(({ line }) => line)
}

async function* inChunks(text: string, size: number) {
  const bytes = Buffer.from(text)
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
}

async function joinedNodes(spool: Spool) {
  const nodes = []
  for (let part = 0; part < spool.parts; part++)
    nodes.push(...(await joinLines(linesOf(await readPartition(spool, part)), fields)))
  return nodes.sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1))
}

const expected = ({ lines, roots }: { lines: string[]; roots: number }) => ({ objects: lines.length, roots })

describe('a result of a bulk operation', () => {
  test('gives the same nodes whatever the order of its lines, the partitions and the pieces it comes in', async () => {
    const result = products(60)
    const plain = await joinLines(linesOf(Buffer.from(result.lines.join('\n'))), fields)
    const truth = plain.sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1))
    expect(truth).toHaveLength(60)

    for (const [seed, parts, size] of [
      [1, 1, 7],
      [2, 2, 64],
      [3, 5, 1_000],
      [4, 16, 33],
      [5, 64, 1_000_000],
      [6, 3, 1],
    ] as const) {
      const spool = { folder: join(root, `${seed}`), parts }
      const text = shuffled(result.lines, seed).join('\n') + (seed % 2 ? '\n' : '')
      await fillSpool(spool, inChunks(text, size), expected(result))
      expect(await joinedNodes(spool)).toEqual(truth)
    }
  })

  test('keeps every digit of an id and gives roots without children empty connections', async () => {
    const [node] = await joinLines([Buffer.from(`{"id":"${gid('Product', 4)}"}`)], fields)
    const empty = { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } }
    expect(node).toEqual({ id: 'gid://shopify/Product/90071992547409934', variants: empty, collections: empty })
  })

  test('is refused when a child came without its parent', async () => {
    const orphan = Buffer.from(`{"id":"${gid('ProductVariant', 1)}","__parentId":"${gid('Product', 1)}"}`)
    await expect(joinLines([orphan], fields)).rejects.toThrow(RetryableError)
  })

  test('with a root that came twice gives the later one all its children', async () => {
    const id = gid('Product', 1)
    const line = (fields: object) => Buffer.from(JSON.stringify(fields))
    const child = line({ id: gid('ProductVariant', 2), __parentId: id })
    const nodes = await joinLines([line({ id, title: 'old' }), child, line({ id, title: 'new' })], fields)
    expect(nodes).toMatchObject([{ title: 'new', variants: { nodes: [{ id: gid('ProductVariant', 2) }] } }])
  })

  test('lets other work run while it is joined', async () => {
    const line = Buffer.from(JSON.stringify({ id: gid('Product', 1), title: 'Asztal '.repeat(1_000) }))
    let turns = 0
    const count = () => {
      turns += 1
      next = setImmediate(count)
    }
    let next = setImmediate(count)
    const joined = await joinLines(Array<Buffer>(4_000).fill(line), fields)
    clearImmediate(next)
    expect(joined).toHaveLength(1)
    expect(turns).toBeGreaterThan(0)
  })

  test('is refused when its end is missing, and leaves no spool', async () => {
    const result = products(30)
    const text = result.lines.join('\n')
    const spool = { folder: join(root, 'cut'), parts: 3 }
    for (const bytes of [Math.floor(text.length / 2), text.lastIndexOf('\n')]) {
      const cut = Buffer.from(text).subarray(0, bytes).toString()
      await expect(fillSpool(spool, inChunks(cut, 100), expected(result))).rejects.toThrow(RetryableError)
    }
    expect(await findSpool(spool)).toBeNull()
    expect(await readdir(root)).toEqual([])
  })

  test('whose damage shows while earlier lines are still being written leaves no spool', async () => {
    const line = `{"id":"${gid('Product', 1)}","title":"${'x'.repeat(200_000)}"}`
    for (let attempt = 0; attempt < 20; attempt++) {
      const spool = { folder: join(root, 'aborted'), parts: 1 }
      const filling = fillSpool(spool, inChunks(`${line}\n<html>\n`, 1_000_000), { objects: 2, roots: 2 })
      await expect(filling).rejects.toThrow(RetryableError)
      expect(await readdir(root)).toEqual([])
    }
  })

  test('is refused when lines came twice', async () => {
    const result = products(10)
    const text = [...result.lines, result.lines[0]].join('\n')
    const filling = fillSpool({ folder: join(root, 'twice'), parts: 2 }, inChunks(text, 100), expected(result))
    await expect(filling).rejects.toThrow('were promised')
  })

  test.each(['<html>', '[1]', '{"id":1}', '{"a" "b"}', 'null'])('with a line such as %s is refused', async (line) => {
    const spool = { folder: join(root, 'bad'), parts: 1 }
    const read = async () => {
      await fillSpool(spool, inChunks(line, 100), { objects: 1, roots: 1 })
      return joinedNodes(spool)
    }
    await expect(read()).rejects.toThrow(RetryableError)
  })

  test('that was damaged inside a line is refused when it is joined, and the message does not quote it', async () => {
    const spool = { folder: join(root, 'damaged'), parts: 1 }
    await fillSpool(spool, inChunks('{"id":"gid://shopify/Customer/1","name":"Kis" Anna"}\n', 100), {
      objects: 1,
      roots: 1,
    })
    await expect(joinedNodes(spool)).rejects.toThrow(/^((?!Anna).)*$/)
  })
})

test('two workers that fetch the same result at once both find a whole spool', async () => {
  const result = products(40)
  const spool = { folder: join(root, 'same'), parts: 4 }
  const fill = () => fillSpool(spool, inChunks(result.lines.join('\n'), 50), expected(result))
  await Promise.all([fill(), fill()])
  expect(await findSpool(spool)).toEqual(expected(result))
  expect(await joinedNodes(spool)).toHaveLength(40)
  expect(await readdir(root)).toEqual(['same'])
})

test('a partition that is gone can be fetched again', async () => {
  await expect(readPartition({ folder: join(root, 'none'), parts: 2 }, 1)).rejects.toThrow(RetryableError)
})

test('spools that were left alone for a day are removed, others stay', async () => {
  const now = new Date()
  const result = products(1)
  for (const name of ['old', 'new'])
    await fillSpool({ folder: join(root, name), parts: 1 }, inChunks(result.lines.join('\n'), 50), expected(result))
  const dayAgo = new Date(now.getTime() - 25 * 60 * 60 * 1_000)
  await utimes(join(root, 'old'), dayAgo, dayAgo)

  await removeAbandoned(root, now)
  expect(await readdir(root)).toEqual(['new'])
})

test('only the owner of the process can read a spool', async () => {
  const result = products(1)
  await fillSpool({ folder: join(root, 'mine'), parts: 1 }, inChunks(result.lines.join('\n'), 50), expected(result))
  const modes = await Promise.all(
    ['mine', 'mine/0.jsonl'].map(async (path) => (await stat(join(root, path))).mode & 0o777),
  )
  expect(modes).toEqual([0o700, 0o600])
})

test('a partition is about 8 MB, and there is always one', () => {
  expect([0, 1, 8 * 1024 * 1024, 8 * 1024 * 1024 + 1, 300 * 1024 * 1024].map(partsFor)).toEqual([1, 1, 1, 2, 38])
})

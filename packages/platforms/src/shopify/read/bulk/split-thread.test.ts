import { execFileSync, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, open, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { RetryableError } from '../../../contract/errors.ts'
import { createSplitThread } from './split-thread.ts'

/** As many chunks may be on their way to the thread. */
const AHEAD = 16

let root: string
const threads: Worker[] = []
const remember = (thread: Worker) => void threads.push(thread)
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'split-'))
  threads.length = 0
  process.on('worker', remember)
})
afterEach(async () => {
  process.off('worker', remember)
  await Promise.all(threads.map((thread) => thread.terminate()))
  await rm(root, { recursive: true, force: true })
})

const pathsFor = (parts: number) => Array.from({ length: parts }, (_, part) => join(root, `${part}`))

/** Chunks of lines of 45 bytes, which have to be parsed to find their ids. */
function chunks(count: number, linesEach = 1_000): Buffer[] {
  const line = (number: number) => `{"title":"Asztal","id":"${String(number).padStart(18, '0')}"}\n`
  const chunk = (place: number) => Array.from({ length: linesEach }, (_, index) => line(place * linesEach + index))
  return Array.from({ length: count }, (_, place) => Buffer.from(chunk(place).join('')))
}

/** Yields without waiting for anything, and then, if `last` is given, ends as it does. */
async function* source(chunks: readonly Buffer[], last?: () => Promise<unknown>) {
  for (const chunk of chunks) yield chunk
  await last?.()
}

const objectsIn = (some: readonly Buffer[]) => some.join('').split('\n').length - 1
const forever = () => new Promise<never>(() => undefined)

describe('while a result is split, the event loop of other work', () => {
  test('turns at least once for every few chunks', async () => {
    let turns = 0
    const count = () => {
      turns += 1
      next = setImmediate(count)
    }
    // So little for each file that nothing is written before the end, so that writing gives no turns.
    const given = chunks(32 * AHEAD, 100)
    let next = setImmediate(count)
    let turnsAtEnd = 0
    const atEnd = async () => {
      turnsAtEnd = turns
    }
    await createSplitThread().split(source(given, atEnd), pathsFor(64))
    clearImmediate(next)
    expect(turnsAtEnd).toBeGreaterThanOrEqual(31)
  })

  test('has most of the CPU time left', async () => {
    const given = chunks(256)
    const thread = createSplitThread()
    await thread.split(source(given.slice(0, 1)), pathsFor(2))
    const [all, ours] = [process.cpuUsage(), process.threadCpuUsage()]
    await thread.split(source(given), pathsFor(2))
    const sum = ({ user, system }: NodeJS.CpuUsage) => user + system
    expect(sum(process.threadCpuUsage(ours))).toBeLessThan(sum(process.cpuUsage(all)) / 2)
  })
})

test('several results are split by one thread, each into its own files', async () => {
  const thread = createSplitThread()
  const results = [1, 5, 40].map(chunks)
  const counts = await Promise.all(results.map((some, place) => thread.split(source(some), [join(root, `${place}`)])))
  expect(counts).toEqual(results.map((some) => ({ objects: objectsIn(some), roots: objectsIn(some) })))
  for (const [place, some] of results.entries())
    expect((await readFile(join(root, `${place}`))).equals(Buffer.concat(some))).toBe(true)
  expect(threads).toHaveLength(1)
})

test('a result is not read faster than it is written', async () => {
  const [pipe = '', file = ''] = pathsFor(2)
  execFileSync('mkfifo', [pipe])
  const thread = createSplitThread()
  const given = chunks(10 * AHEAD)
  let taken = 0
  async function* counted() {
    for (const chunk of given) {
      taken += 1
      yield chunk
    }
  }
  const blocked = thread.split(counted(), [pipe])
  await thread.split(source(given), [file])
  expect(taken).toBeLessThan(given.length / 2)
  // Open for writing as well, so that it does not end between two pieces.
  const pipeEnd = await open(pipe, 'r+')
  let missing = Buffer.concat(given).length
  while (missing > 0) missing -= (await pipeEnd.read()).bytesRead
  expect(await blocked).toEqual({ objects: objectsIn(given), roots: objectsIn(given) })
  await pipeEnd.close()
})

describe('a split', () => {
  test('whose thread ends is refused at once, also while it waits for the download, and the next one is whole', async () => {
    const thread = createSplitThread()
    const some = chunks(3)
    const stuck = [0, 1].map((place) => thread.split(source(some, forever), [join(root, `stuck${place}`)]))
    const outcome = Promise.allSettled(stuck)
    const [worker] = await once(process, 'worker')
    await once(worker, 'online')
    await worker.terminate()
    expect(await outcome).toMatchObject([
      { reason: expect.any(RetryableError) },
      { reason: expect.any(RetryableError) },
    ])

    const counts = { objects: objectsIn(some), roots: objectsIn(some) }
    expect(await thread.split(source(some), pathsFor(1))).toEqual(counts)
    expect(threads).toHaveLength(2)
  })

  test('whose thread crashes has the reason as its cause', async () => {
    const thread = createSplitThread(new URL('data:text/javascript,throw new Error("no luck")'))
    for (const started of [1, 2]) {
      const splitting = thread.split(source(chunks(1)), pathsFor(1))
      await expect(splitting).rejects.toMatchObject({ kind: 'retryable', cause: { message: 'no luck' } })
      expect(threads).toHaveLength(started)
    }
  })

  test('ends with the error of its download, such as an abort, and writes nothing more', async () => {
    const controller = new AbortController()
    const reason = new Error('stopped')
    const untilAborted = async () => {
      controller.abort(reason)
      controller.signal.throwIfAborted()
    }
    const thread = createSplitThread()
    await expect(thread.split(source(chunks(8), untilAborted), pathsFor(1))).rejects.toBe(reason)
    await rm(root, { recursive: true })
    await thread.split(source([]), [])
    await expect(readdir(root)).rejects.toThrow('ENOENT')
  })

  test('of a damaged result closes its download', async () => {
    let closed = false
    async function* damaged() {
      try {
        for (;;) yield Buffer.from('<html>\n')
      } finally {
        closed = true
      }
    }
    await expect(createSplitThread().split(damaged(), pathsFor(1))).rejects.toThrow(RetryableError)
    await vi.waitUntil(() => closed)
  })

  test('that the disk refuses says so as in the same thread', async () => {
    const path = join(root, 'missing', '0')
    const splitting = createSplitThread().split(source(chunks(4)), [path])
    await expect(splitting).rejects.toMatchObject({ code: 'ENOENT', syscall: 'open', path })
  })

  test.each([
    ['that succeeds', '', '{ objects: 1, roots: 1 }'],
    ['whose thread crashes', "new URL('data:text/javascript,throw 1')", 'retryable'],
  ])('%s keeps its process alive, and the idle thread does not', (_, file, expected) => {
    const code = `
      import { createSplitThread } from ${JSON.stringify(new URL('./split-thread.ts', import.meta.url).href)}
      async function* lines() { yield Buffer.from('{"id":"1"}') }
      const splitting = createSplitThread(${file}).split(lines(), [${JSON.stringify(join(root, '0'))}])
      console.log(await splitting.catch(({ kind }) => kind))`
    const { status, stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', code])
    expect({ status, stdout: `${stdout}` }).toEqual({ status: 0, stdout: `${expected}\n` })
  })
})

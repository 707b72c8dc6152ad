import { randomUUID } from 'node:crypto'
import { readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { broken } from './jsonl.ts'
import type { Counts } from './split.ts'
import { createSplitThread } from './split-thread.ts'
import { codeOf, makeFolder, onDisk } from './spool-error.ts'

/** So much is joined at once, bytes of JSON. */
const PARTITION_BYTES = 8 * 1024 * 1024
/** Age from which an unused spool is not continued, ms. */
const ABANDONED_MS = 24 * 60 * 60 * 1_000
const MARKER = 'whole.json'

const countsShape = z.object({ objects: z.int(), roots: z.int() }) satisfies z.ZodType<Counts>

/** One for the process, whatever the number of shops: it takes a core at most. */
const thread = createSplitThread()

export interface Spool {
  folder: string
  parts: number
}

export function partsFor(fileSize: number): number {
  return Math.max(1, Math.ceil(fileSize / PARTITION_BYTES))
}

/** What a whole spool holds; `null` when there is none, or only part of one. */
export async function findSpool({ folder }: Spool): Promise<Counts | null> {
  const marker = (await readIfThere(join(folder, MARKER)))?.toString()
  return marker === undefined ? null : countsShape.parse(JSON.parse(marker))
}

/**
 * Writes a result into `parts` files, a root and all its children into the same one, wherever they stand in the
 * result: whatever its size, each file can then be joined in memory. Memory stays flat. A folder that exists is whole;
 * a crash leaves only one under another name. Throws `RetryableError` when the result is damaged or not complete,
 * `SpoolError` when the machine does not take it.
 */
export async function fillSpool(
  { folder, parts }: Spool,
  lines: AsyncIterable<Uint8Array>,
  expected: Counts,
): Promise<void> {
  const draft = `${folder}.${randomUUID()}`
  await onDisk(dirname(folder), async () => {
    await makeFolder(draft)
    try {
      const found = await thread.split(lines, partitionPaths({ folder: draft, parts }))
      requireCounts(found, expected)
      await writeFile(join(draft, MARKER), JSON.stringify(found), { mode: 0o600 })
      await publish(draft, folder)
    } finally {
      await rm(draft, { recursive: true, force: true })
    }
  })
}

function requireCounts(found: Counts, expected: Counts): void {
  if (found.objects === expected.objects && found.roots === expected.roots) return
  const promised = `${expected.objects} objects (${expected.roots} of them roots)`
  throw broken(`${promised} were promised, ${found.objects} (${found.roots}) came`)
}

/** Another worker may have been faster; its spool is as good. */
async function publish(draft: string, folder: string): Promise<void> {
  try {
    await rename(draft, folder)
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST'].includes(codeOf(error) ?? '')) throw error
  }
}

/** The lines of one partition. Throws `RetryableError` when it is gone, `SpoolError` when it cannot be read. */
export async function readPartition(spool: Spool, part: number): Promise<Buffer> {
  const path = partitionPaths(spool)[part]
  const bytes = path && (await readIfThere(path))
  if (!bytes) throw broken(`partition ${part} of ${spool.parts} is no longer in ${spool.folder}`)
  const now = new Date()
  await utimes(spool.folder, now, now).catch(() => undefined)
  return bytes
}

function partitionPaths({ folder, parts }: Spool): string[] {
  return Array.from({ length: parts }, (_, part) => join(folder, `${part}.jsonl`))
}

export function removeSpool({ folder }: Spool): Promise<void> {
  return onDisk(dirname(folder), () => rm(folder, { recursive: true, force: true }))
}

function readIfThere(path: string): Promise<Buffer | null> {
  return onDisk(dirname(dirname(path)), async () => {
    try {
      return await readFile(path)
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return null
      throw error
    }
  })
}

/** What crashes left behind: results hold customers, and disks are finite. What cannot be removed is somebody else's. */
export async function removeAbandoned(root: string, now: Date): Promise<void> {
  for (const name of await readdir(root).catch(() => [])) {
    const path = join(root, name)
    const found = await stat(path).catch(() => null)
    if (found && now.getTime() - found.mtimeMs > ABANDONED_MS)
      await rm(path, { recursive: true, force: true }).catch(() => undefined)
  }
}

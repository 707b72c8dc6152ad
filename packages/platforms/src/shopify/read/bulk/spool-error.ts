import { randomUUID } from 'node:crypto'
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { findMachineFailure } from '@shopmirror/config'

const MEGABYTE = 1_000_000
/** Enough that a full disk refuses it. */
const PROBE_BYTES = 64 * 1024

/** The machine cannot keep results of bulk operations. The message names the setting to change. */
export class SpoolError extends Error {
  override readonly name = 'SpoolError'

  constructor(root: string, reason: string, cause?: unknown) {
    super(`${reason} Set SHOPIFY_SPOOL_DIR (now ${root}) to a writable folder with enough free space.`, { cause })
  }
}

/** Does something with files below `root`. Throws `SpoolError` for what the operating system refuses; other errors pass. */
export async function onDisk<T>(root: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (codeOf(error) === undefined) throw error
    throw new SpoolError(root, findMachineFailure(error)?.message ?? `${(error as Error).message}.`, error)
  }
}

/** With its parents. Node's `recursive` never ends where a parent exists that takes no folder, such as /proc. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await makeOne(path)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' || dirname(path) === path) throw error
    await makeFolder(dirname(path))
    await makeOne(path)
  }
}

async function makeOne(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 })
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  }
}

/** Of an error of the operating system: network errors are translated where they happen and have none. */
export function codeOf(error: unknown): string | undefined {
  const { code, syscall } = (error instanceof Error ? error : {}) as NodeJS.ErrnoException
  return syscall === undefined ? undefined : code
}

/** Writes something and removes it. Throws `SpoolError` when that fails, or when a result of so many bytes has no room. */
export async function requireSpool(root: string, bytes = 0): Promise<void> {
  const probe = join(root, `probe.${randomUUID()}`)
  const { blocks, bavail, bsize } = await onDisk(root, async () => {
    await makeFolder(root)
    try {
      await writeFile(probe, Buffer.alloc(PROBE_BYTES), { mode: 0o600 })
    } finally {
      await rm(probe, { force: true })
    }
    return statfs(root)
  })
  // Some file systems do not know their size.
  if (blocks === 0 || bavail * bsize > bytes) return
  const [needed, free] = [bytes, bavail * bsize].map((size) => Math.ceil(size / MEGABYTE))
  throw new SpoolError(root, `${needed} MB are needed, ${free} MB are free.`)
}

/** The same in words, for the start; empty when all is well. */
export async function checkSpool(root: string): Promise<string[]> {
  try {
    await requireSpool(root)
    return []
  } catch (error) {
    if (!(error instanceof SpoolError)) throw error
    return [
      `${error.message} Until then, shops are read page by page instead of by bulk operations, which takes longer.`,
    ]
  }
}

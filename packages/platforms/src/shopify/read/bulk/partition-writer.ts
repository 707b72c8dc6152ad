import { appendFile } from 'node:fs/promises'

/** All buffers together, whatever the number of partitions, bytes. */
const BUFFERS_BYTES = 4 * 1024 * 1024
const BUFFER_BYTES_MAX = 128 * 1024
const BUFFER_BYTES_MIN = 4 * 1024

interface Partition {
  path: string
  buffer: Buffer
  length: number
}

export interface PartitionWriter {
  /** Copies the line; resolves when there is room for the next one. Rejects when an earlier write failed. */
  write(part: number, line: Buffer): Promise<void> | undefined
  /** Writes what is buffered and waits for it. */
  close(): Promise<void>
  /** Resolves when no write is in progress, failed or not: only then can the files be removed. */
  settled(): Promise<void>
}

/**
 * Buffers lines per file and appends them in large pieces. One piece is being written while the next one fills, so
 * memory holds two pieces more than the buffers. Files are opened only to append: any number fits.
 */
export function createPartitionWriter(paths: readonly string[]): PartitionWriter {
  const size = Math.max(BUFFER_BYTES_MIN, Math.min(BUFFER_BYTES_MAX, Math.floor(BUFFERS_BYTES / paths.length)))
  const partitions = paths.map((path): Partition => ({ path, buffer: Buffer.allocUnsafe(size), length: 0 }))
  let last: Promise<void> = Promise.resolve()

  /** Resolves when the piece before this one is written. */
  function append(path: string, piece: Buffer): Promise<void> {
    const before = last
    last = before.then(() => appendFile(path, piece, { mode: 0o600 }))
    // Reported by the next write or by close.
    last.catch(() => undefined)
    return before
  }

  function flush(partition: Partition): Promise<void> | undefined {
    if (partition.length === 0) return undefined
    const piece = partition.buffer.subarray(0, partition.length)
    partition.buffer = Buffer.allocUnsafe(size)
    partition.length = 0
    return append(partition.path, piece)
  }

  return {
    write(part, line) {
      const partition = partitions[part]
      if (!partition) throw new RangeError(`There is no partition ${part}.`)
      const fits = partition.length + line.length < size
      const before = fits ? undefined : flush(partition)
      if (line.length < size) put(partition, line)
      // Copied: the chunk it lies in may be gone when the file is written.
      else return append(partition.path, Buffer.concat([line, newline]))
      return before
    },
    async close() {
      for (const { path, buffer, length } of partitions) await append(path, buffer.subarray(0, length))
      await last
    },
    settled: () => last.catch(() => undefined),
  }
}

const newline = Buffer.from('\n')

function put(partition: Partition, line: Buffer): void {
  line.copy(partition.buffer, partition.length)
  partition.length += line.length
  partition.buffer[partition.length] = 10
  partition.length += 1
}

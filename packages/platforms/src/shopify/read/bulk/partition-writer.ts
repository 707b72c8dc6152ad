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
  /** Copies the line; resolves when there is room for the next one. */
  write(part: number, line: Buffer): Promise<void> | undefined
  close(): Promise<void>
}

/** Gathers lines per file and appends them in large pieces. Files are opened only to append: any number fits. */
export function createPartitionWriter(paths: readonly string[]): PartitionWriter {
  const size = Math.max(BUFFER_BYTES_MIN, Math.min(BUFFER_BYTES_MAX, Math.floor(BUFFERS_BYTES / paths.length)))
  const partitions = paths.map((path): Partition => ({ path, buffer: Buffer.allocUnsafe(size), length: 0 }))

  return {
    write(part, line) {
      const partition = partitions[part]
      if (!partition) throw new RangeError(`There is no partition ${part}.`)
      if (partition.length + line.length < size) return void put(partition, line)
      // The line is copied here: the chunk it lies in may be gone when the file is written.
      return append(partition, Buffer.concat([line, newline]))
    },
    async close() {
      for (const partition of partitions) await append(partition)
    },
  }
}

const newline = Buffer.from('\n')

function put(partition: Partition, line: Buffer): void {
  line.copy(partition.buffer, partition.length)
  partition.length += line.length
  partition.buffer[partition.length] = 10
  partition.length += 1
}

async function append(partition: Partition, line: Buffer = Buffer.alloc(0)): Promise<void> {
  const piece = Buffer.concat([partition.buffer.subarray(0, partition.length), line])
  partition.length = 0
  await appendFile(partition.path, piece, { mode: 0o600 })
}

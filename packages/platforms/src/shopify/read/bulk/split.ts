import { addressOf, splitLines } from './jsonl.ts'
import { createPartitionWriter } from './partition-writer.ts'

/** How many objects a result has, children included, and how many of them are roots. */
export interface Counts {
  objects: number
  roots: number
}

/**
 * Writes the lines of a result into the files, a root and all its children into the same one. When it rejects, no write
 * is in progress any more: with `RetryableError` for a damaged line, else with what the operating system or `chunks` threw.
 */
export async function splitIntoFiles(chunks: AsyncIterable<Uint8Array>, paths: readonly string[]): Promise<Counts> {
  const counts = { objects: 0, roots: 0 }
  const writer = createPartitionWriter(paths)
  try {
    for await (const lines of splitLines(chunks)) {
      for (const line of lines) {
        const { hash, isRoot } = addressOf(line)
        counts.objects += 1
        if (isRoot) counts.roots += 1
        const full = writer.write(hash % paths.length, line)
        if (full) await full
      }
    }
    await writer.close()
  } finally {
    await writer.settled()
  }
  return counts
}

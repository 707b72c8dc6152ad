import { appendFile, writeFile } from 'node:fs/promises'
import { setImmediate as breathe } from 'node:timers/promises'
import { parseObject } from '../../http.ts'
import type { Progress } from './write-result.ts'

/** The answer to a mutation with the variables of one line. */
export type RunLine = (variables: Record<string, unknown>) => Promise<{ data: unknown; errors: { code?: string }[] }>

interface MutationWriter {
  path: string
  lines: readonly string[]
  run: RunLine
  /** Kept up to date while it runs. */
  progress: Progress
  signal: AbortSignal
}

/** Carries a mutation out line by line. What was carried out stays, also when it is stopped in between. */
export async function writeMutationResult({ path, lines, run, progress, signal }: MutationWriter): Promise<void> {
  await writeFile(path, '')
  for (const [number, line] of lines.entries()) {
    signal.throwIfAborted()
    const { data, errors } = await run(parseObject(line))
    const answer = { ...(data !== null && { data }), ...(errors.length > 0 && { errors }), __lineNumber: number }
    const written = `${JSON.stringify(answer)}\n`
    await appendFile(path, written)
    progress.objectCount += 1
    progress.rootObjectCount += 1
    progress.fileSize += Buffer.byteLength(written)
    await breathe()
  }
}

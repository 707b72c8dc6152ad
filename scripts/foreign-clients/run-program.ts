import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

export interface ProgramRun {
  code: number | null
  /** The last lines of both outputs, for an error that names the cause. */
  tail: string
}

interface ProgramOptions {
  env?: NodeJS.ProcessEnv
  cwd?: string
  /** Each line of stdout. */
  onLine?(line: string): void
  /** Killed after so many ms. Default: 5 minutes. */
  timeoutMs?: number | undefined
}

const TAIL_LINES = 12
const TAIL_LINE_CHARS = 600

/** Runs a program to its end; a code that is not 0 is no error here. */
export function runProgram(file: string, args: readonly string[], options: ProgramOptions = {}): Promise<ProgramRun> {
  const { env = process.env, cwd, onLine, timeoutMs = 300_000 } = options
  const tail: string[] = []
  const keep = (line: string) => {
    tail.push(line.slice(0, TAIL_LINE_CHARS))
    if (tail.length > TAIL_LINES) tail.shift()
  }
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs })
    createInterface({ input: child.stdout }).on('line', (line) => (onLine ? onLine(line) : keep(line)))
    createInterface({ input: child.stderr }).on('line', keep)
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, tail: tail.join('\n') }))
  })
}

import { write, writeSync } from 'node:fs'
import type { DestinationStream } from 'pino'

/** Lines that wait for an output that does not take them, characters; what comes beyond it is dropped. */
const WAITING_MAX = 16 * 1024 * 1024
/** Whoever reads a full pipe is given this time to empty it, ms. */
const BUSY_RETRY_MS = 50
const STDERR = 2

/**
 * A file or pipe for log lines that never keeps a process from working or ending: while it cannot be written (its disk is
 * full, its reader gone), lines are dropped, and standard error says so once. pino's own destination waits at the exit for ever.
 */
export function createOutput(fd: number): DestinationStream {
  let waiting = ''
  let dropped = 0
  let isWriting = false

  const drop = (lines: string, reason: string) => {
    if (dropped === 0) complain(`The log cannot be written (${reason}): lines are dropped until it can.\n`)
    dropped += lines.split('\n').length - 1
  }
  const flush = () => {
    if (isWriting || waiting === '') return
    const lines = waiting
    waiting = ''
    isWriting = true
    writeAll(fd, Buffer.from(lines), (error) => {
      isWriting = false
      if (error) drop(lines, error.code ?? error.message)
      else if (dropped > 0) {
        complain(`The log can be written again; ${dropped} lines were dropped.\n`)
        dropped = 0
      }
      flush()
    })
  }
  process.on('exit', () => {
    try {
      if (waiting !== '') writeSync(fd, waiting)
    } catch {
      // There is nobody left to be told.
    }
  })
  return {
    write(line) {
      if (waiting.length + line.length > WAITING_MAX) return drop(line, 'nobody reads it')
      // Lines of one turn go together, and none is on its way when the same turn ends the process.
      if (waiting === '') setImmediate(flush)
      waiting += line
    },
  }
}

/** Node has no call for it: one write may take only a part. */
function writeAll(fd: number, bytes: Uint8Array, done: (error: NodeJS.ErrnoException | null) => void): void {
  write(fd, bytes, (error, written) => {
    if (error?.code === 'EAGAIN') setTimeout(() => writeAll(fd, bytes, done), BUSY_RETRY_MS)
    else if (error || written === bytes.length) done(error)
    else writeAll(fd, bytes.subarray(written), done)
  })
}

function complain(line: string): void {
  try {
    writeSync(STDERR, line)
  } catch {
    // Nor is there anything else to say it by.
  }
}

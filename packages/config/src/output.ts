import { write, writeSync } from 'node:fs'
import type { DestinationStream } from 'pino'

/** Characters that are buffered while the output cannot be written; further lines are dropped. */
const WAITING_MAX = 16 * 1024 * 1024
/** Delay before a full pipe is written again, ms. */
const BUSY_RETRY_MS = 50
const STDERR = 2

/**
 * A file or pipe for log lines that never blocks the process or its exit. While it cannot be written (disk full, reader
 * gone), lines are dropped, with one message on standard error. pino's own destination would block the exit for ever.
 */
export function createOutput(fd: number): DestinationStream {
  let waiting = ''
  let dropped = 0
  let isWriting = false

  const drop = (lines: string, reason: string) => {
    if (dropped === 0) complain(`The log cannot be written (${reason}). Lines are dropped until it can.\n`)
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
      // The output is gone, so the lines are lost.
    }
  })
  return {
    write(line) {
      if (waiting.length + line.length > WAITING_MAX) return drop(line, 'nobody reads it')
      // Lines of one turn of the event loop are written together, and none is in flight when the same turn ends the
      // process.
      if (waiting === '') setImmediate(flush)
      waiting += line
    },
  }
}

/** A single write may be partial, and Node has no function that repeats it. */
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
    // Standard error cannot be written either.
  }
}

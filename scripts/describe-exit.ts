const SHELL_SIGNAL_BASE = 128
const SIGABRT = 6
const SIGKILL = 9

export interface Exit {
  code: number | null
  signal: NodeJS.Signals | null
}

/** How a process ended and the usual cause, as the rest of a sentence. */
export function describeExit({ code, signal }: Exit): string {
  if (signal === 'SIGKILL' || code === SHELL_SIGNAL_BASE + SIGKILL)
    return 'was killed (SIGKILL), usually because memory ran out: give the machine or the container more, or lower SYNC_CONCURRENCY and INBOX_CONCURRENCY'
  if (signal === 'SIGABRT' || code === SHELL_SIGNAL_BASE + SIGABRT)
    return 'aborted (SIGABRT), usually because the heap of Node was full: raise it with NODE_OPTIONS=--max-old-space-size=4096 (MB), or lower SYNC_CONCURRENCY and INBOX_CONCURRENCY'
  return signal === null ? `exited with code ${code}` : `was terminated by ${signal}`
}

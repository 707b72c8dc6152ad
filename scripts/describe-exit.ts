const SHELL_SIGNAL_BASE = 128
const SIGABRT = 6
const SIGKILL = 9

export interface Exit {
  code: number | null
  signal: NodeJS.Signals | null
}

/** How a process ended, and what usually makes it end so, as the rest of a sentence. */
export function describeExit({ code, signal }: Exit): string {
  if (signal === 'SIGKILL' || code === SHELL_SIGNAL_BASE + SIGKILL)
    return 'was killed (SIGKILL), as the system does when memory runs out: give the machine or the container more, or lower SYNC_CONCURRENCY and INBOX_CONCURRENCY'
  if (signal === 'SIGABRT' || code === SHELL_SIGNAL_BASE + SIGABRT)
    return 'broke off (SIGABRT), as Node does when its heap is full: raise it with NODE_OPTIONS=--max-old-space-size=4096 (MB), or lower SYNC_CONCURRENCY and INBOX_CONCURRENCY'
  return signal === null ? `ended with code ${code}` : `was ended by ${signal}`
}

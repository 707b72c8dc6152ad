export interface ServerSpec {
  command: string
  args: string[]
  argv0?: string
  cwd: string
  env: Record<string, string | undefined>
  uid?: number
  gid?: number
  /** File to which the output is appended. */
  logFile: string
  /** Signal for a graceful stop; after 15 s the server is killed. */
  stopSignal: NodeJS.Signals
  /** Servers with higher stages are stopped first. */
  stage: number
}

export interface GuardRequest {
  id: number
  spec: ServerSpec
}

export type GuardReport =
  | { id: number; kind: 'started'; pid: number }
  | { id: number; kind: 'failed'; message: string }
  | { id: number; kind: 'exited'; code: number | null; signal: NodeJS.Signals | null }

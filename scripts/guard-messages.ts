export interface ServerSpec {
  command: string
  args: string[]
  argv0?: string
  cwd: string
  env: Record<string, string | undefined>
  uid?: number
  gid?: number
  /** Output is appended to it. */
  logFile: string
  /** The polite way to ask it to stop; after 15 s it is killed. */
  stopSignal: NodeJS.Signals
  /** Higher stages are stopped first. */
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

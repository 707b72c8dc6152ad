import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describeExit, type Exit } from './describe-exit.ts'
import type { GuardReport, ServerSpec } from './guard-messages.ts'

export interface Server {
  pid: number
  exited: Promise<Exit>
  kill(signal: NodeJS.Signals): void
}

/** Runs servers that stop with this process, even if it is killed. */
export interface Supervisor {
  /** Pid of the guard process. */
  pid: number
  start(spec: ServerSpec): Promise<Server>
  /** Stops every server in order and resolves when all have ended. */
  close(): Promise<void>
}

export function createSupervisor(): Supervisor {
  const guard = spawn(process.execPath, [fileURLToPath(new URL('guard.ts', import.meta.url))], {
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const closed = once(guard, 'exit')
  // Only a pending start keeps this process alive, not a running server.
  guard.unref()
  guard.channel?.unref()
  guard.setMaxListeners(0)
  let lastId = 0

  return {
    pid: guard.pid ?? 0,
    start: (spec) => {
      lastId += 1
      return startServer(guard, lastId, spec)
    },
    close: async () => {
      if (guard.exitCode !== null || guard.signalCode !== null) return
      guard.ref()
      if (guard.connected) guard.disconnect()
      await closed
    },
  }
}

function startServer(guard: ChildProcess, id: number, spec: ServerSpec): Promise<Server> {
  const exited = Promise.withResolvers<Exit>()
  const started = Promise.withResolvers<Server>()
  guard.on('message', (report: GuardReport) => {
    if (report.id !== id) return
    if (report.kind === 'failed') started.reject(new Error(`Cannot start ${spec.command}: ${report.message}`))
    if (report.kind === 'exited') exited.resolve({ code: report.code, signal: report.signal })
    if (report.kind === 'started') started.resolve(describe(report.pid, exited.promise))
  })
  guard.once('exit', (code, signal) =>
    started.reject(new Error(`Cannot start ${spec.command}: the guard process ${describeExit({ code, signal })}.`)),
  )
  guard.channel?.ref()
  // Without a callback the error would be an event that nothing handles.
  guard.send({ id, spec }, (error) => {
    if (error) started.reject(new Error(`Cannot start ${spec.command}: the guard process is gone (${error.message}).`))
  })
  return started.promise.finally(() => guard.channel?.unref())
}

function describe(pid: number, exited: Promise<Exit>): Server {
  return {
    pid,
    exited,
    kill: (signal) => {
      process.kill(pid, signal)
    },
  }
}

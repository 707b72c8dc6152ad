/**
 * A separate process that starts servers for a caller and stops them when the caller ends, even if it is killed. It
 * leads its own process group, so that Ctrl-C and signals to the caller's group do not reach the servers first.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import type { GuardReport, GuardRequest, ServerSpec } from './guard-messages.ts'

/** Of this machine, not of the server: where compiled modules are kept (see `run.mjs`). */
const { NODE_COMPILE_CACHE } = process.env
const compileCache = NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE }

const STOP_TIMEOUT_MS = 15_000
const servers: { child: ChildProcess; spec: ServerSpec }[] = []

function start(request: GuardRequest): void {
  try {
    startServer(request)
  } catch (error) {
    report({ id: request.id, kind: 'failed', message: error instanceof Error ? error.message : String(error) })
  }
}

function startServer({ id, spec }: GuardRequest): void {
  const log = openSync(spec.logFile, 'a')
  const child = spawn(spec.command, spec.args, {
    cwd: spec.cwd,
    env: { ...compileCache, ...spec.env },
    uid: spec.uid,
    gid: spec.gid,
    argv0: spec.argv0,
    stdio: ['ignore', log, log],
  })
  // The server has its own copy now.
  closeSync(log)
  servers.push({ child, spec })
  child.once('spawn', () => report({ id, kind: 'started', pid: child.pid ?? 0 }))
  child.once('error', (error) => report({ id, kind: 'failed', message: error.message }))
  child.once('exit', (code, signal) => report({ id, kind: 'exited', code, signal }))
}

function report(message: GuardReport): void {
  if (process.connected) process.send?.(message)
}

/** Stops servers in reverse order: apps before the databases they use. Servers of one stage are stopped together. */
async function stopAll(): Promise<void> {
  const stages = [...new Set(servers.map(({ spec }) => spec.stage))].sort((a, b) => b - a)
  for (const stage of stages) {
    await Promise.all(servers.filter(({ spec }) => spec.stage === stage).map(stop))
  }
  process.exit()
}

async function stop({ child, spec }: (typeof servers)[number]): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill(spec.stopSignal)
  const late = await Promise.race([exited.then(() => false), pause(STOP_TIMEOUT_MS, true, { ref: false })])
  if (!late) return
  child.kill('SIGKILL')
  await exited
}

process.on('message', start)
process.once('disconnect', stopAll)
// It ends only when its caller has ended.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)

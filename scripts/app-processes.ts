import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { request } from 'undici'
import type { Exit } from './describe-exit.ts'
import { describeExit } from './describe-exit.ts'
import { root } from './paths.ts'
import { freePort } from './ports.ts'
import type { Server, Supervisor } from './supervise.ts'
import { tail } from './tail.ts'

const READY_TIMEOUT_MS = 60_000

/**
 * Flags of Node by app, as in `docker-compose.yml`. V8's default grows the young generation of a worker to 96 MB, which does
 * not make it faster (docs/performance.md).
 */
export const nodeFlags = { api: [], worker: ['--max-semi-space-size=16'] }

export type Env = Record<string, string | undefined>

/** A program with its arguments. */
export interface Program {
  command: string
  args: readonly string[]
  cwd: string
}

/** How `node` is run with arguments whose last one is a file of the checkout. */
export type Launch = (nodeArguments: readonly string[]) => Program

const fromCheckout: Launch = (args) => ({ command: process.execPath, args, cwd: root })

export interface AppOptions {
  /** Default: from the checkout. */
  launch?: Launch | undefined
  supervisor: Supervisor
  env: Env
  logFile: string
}

export interface AppServer extends Server {
  /** Base address of `/healthz`, `/readyz` and `/metrics`. */
  url: string
}

export function startApi({ env, ...options }: AppOptions, port: number): Promise<AppServer> {
  return startApp('api', port, { ...options, env: { ...env, PORT: String(port) } })
}

export async function startWorker({ env, ...options }: AppOptions): Promise<AppServer> {
  const port = await freePort()
  return startApp('worker', port, { ...options, env: { ...env, WORKER_PORT: String(port) } })
}

async function startApp(name: keyof typeof nodeFlags, port: number, options: AppOptions): Promise<AppServer> {
  const { launch = fromCheckout } = options
  const { command, args, cwd } = launch([...nodeFlags[name], join('apps', name, 'src', 'main.ts')])
  const server = await options.supervisor.start({
    ...{ command, args: [...args], cwd },
    env: options.env,
    logFile: options.logFile,
    stopSignal: 'SIGTERM',
    stage: 1,
  })
  const url = `http://127.0.0.1:${port}`
  await untilReady(name, url, server, options.logFile)
  return { ...server, url }
}

async function untilReady(name: string, url: string, server: Server, logFile: string): Promise<void> {
  let exit: Exit | undefined
  server.exited.then((found) => {
    exit = found
  })
  for (const deadline = Date.now() + READY_TIMEOUT_MS; Date.now() < deadline && !exit; await pause(50)) {
    if (await isReady(url)) return
  }
  const what = exit ? `${describeExit(exit)} while starting` : `is not ready after ${READY_TIMEOUT_MS / 1000} s`
  throw new Error(`The ${name} ${what}. End of its log:\n${tail(logFile)}`)
}

async function isReady(url: string): Promise<boolean> {
  try {
    const { statusCode, body } = await request(`${url}/readyz`, { headersTimeout: 2_000, bodyTimeout: 2_000 })
    await body.dump()
    return statusCode === 200
  } catch {
    return false
  }
}

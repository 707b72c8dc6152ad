import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@shopmirror/scripts/ports.ts'
import { createSupervisor, type Server } from '@shopmirror/scripts/supervise.ts'
import { until } from '@shopmirror/test/until.ts'

const main = join(import.meta.dirname, '..', 'src', 'main.ts')

export interface ApiProcess extends Server {
  /** What it has logged so far. */
  log(): string
  fetch(path: string, init?: RequestInit): Promise<Response>
  /** Resolves when `/readyz` is 200. */
  ready(): Promise<unknown>
}

/** Starts the api as in production, with these settings and no others. Disposal stops it. */
export interface ApiStarter extends AsyncDisposable {
  start(settings: Record<string, string>): Promise<ApiProcess>
}

export function createApiStarter(): ApiStarter {
  const supervisor = createSupervisor()
  const folder = mkdtempSync(join(tmpdir(), 'shopmirror-api-'))
  return {
    async start(settings) {
      const port = await freePort()
      const logFile = join(folder, 'api.log')
      const base = { PUBLIC_URL: 'http://127.0.0.1', HOST: '127.0.0.1', PORT: String(port) }
      const server = await supervisor.start({
        command: process.execPath,
        args: [main],
        cwd: folder,
        env: { ...base, ...settings },
        logFile,
        stopSignal: 'SIGTERM',
        stage: 1,
      })
      const call = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${port}${path}`, init)
      return {
        ...server,
        log: () => readFileSync(logFile, 'utf8'),
        fetch: call,
        ready: () => until(async () => (await call('/readyz')).ok, { timeoutMs: 30_000 }),
      }
    },
    async [Symbol.asyncDispose]() {
      await supervisor.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@shopmirror/scripts/ports.ts'
import { startRedis } from '@shopmirror/scripts/redis-server.ts'
import { createSupervisor, type Server, type Supervisor } from '@shopmirror/scripts/supervise.ts'

export interface PrivateRedis extends AsyncDisposable {
  url: string
  stop(): Promise<void>
  /** At the same address, with what it had on disk. */
  start(): Promise<void>
  /** Connected, and answering nothing. */
  hang(): void
  wake(): void
}

/** A Redis that a test may stop, fill up or misconfigure. */
export async function startPrivateRedis(): Promise<PrivateRedis> {
  const dataDir = mkdtempSync(join(tmpdir(), 'shopmirror-redis-'))
  const port = await freePort()
  let supervisor: Supervisor | null = null
  let server: Server | undefined
  const stop = async () => {
    await supervisor?.close()
    supervisor = null
  }
  const start = async () => {
    supervisor = createSupervisor()
    const logFile = join(dataDir, 'redis.log')
    server = (await startRedis({ dataDir, logFile, port, supervisor, log: () => undefined })).server
  }
  await start()
  return {
    url: `redis://127.0.0.1:${port}`,
    stop,
    start,
    hang: () => server?.kill('SIGSTOP'),
    wake: () => server?.kill('SIGCONT'),
    async [Symbol.asyncDispose]() {
      await stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

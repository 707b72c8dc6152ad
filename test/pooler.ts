import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPgBouncer } from '@shopmirror/scripts/pgbouncer-server.ts'
import { createSupervisor } from '@shopmirror/scripts/supervise.ts'

export interface TestPooler extends AsyncDisposable {
  /** Of the same database, through the pooler; it says so in its parameters. */
  url: string
}

interface TestPoolerOptions {
  databaseUrl: string
  /** Connections to each database. */
  poolSize: number
  log?: (line: string) => void
}

/** A PgBouncer with transaction pooling before a server, for any of its databases. */
export async function startTestPooler({ log = () => undefined, ...given }: TestPoolerOptions): Promise<TestPooler> {
  const supervisor = createSupervisor()
  const dataDir = mkdtempSync(join(tmpdir(), 'shopmirror-pgbouncer-'))
  const { url } = await startPgBouncer({
    ...{ ...given, dataDir, logFile: join(dataDir, 'pgbouncer.log'), supervisor, log },
  })
  return {
    url,
    async [Symbol.asyncDispose]() {
      await supervisor.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

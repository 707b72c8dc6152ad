import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from '@shopmirror/db'
import { type RunningPostgres, startPostgres } from '@shopmirror/scripts/postgres-server.ts'
import { createSupervisor, type Supervisor } from '@shopmirror/scripts/supervise.ts'
import { type Forward, startForward } from './forward.ts'

export interface PrivatePostgres extends AsyncDisposable {
  /** Does not change when the server is restarted. */
  url: string
  address: Forward
  /** Restarts as a read-only standby, as after a failover. */
  becomeStandby(): Promise<void>
  becomePrimary(): Promise<void>
}

/** A Postgres with our schema that a test can restart as a standby, behind an address that can hang. */
export async function startPrivatePostgres(): Promise<PrivatePostgres> {
  const dataDir = mkdtempSync(join(tmpdir(), 'shopmirror-postgres-'))
  const { supervisor, server } = await start(dataDir)
  let running = supervisor
  let port = Number(new URL(server.url).port)
  const address = await startForward(() => port)
  await migrate({ url: server.url })
  const restart = async (change: (signalFile: string) => void) => {
    await running.close()
    change(join(server.folder, 'cluster', 'standby.signal'))
    const again = await start(dataDir)
    running = again.supervisor
    port = Number(new URL(again.server.url).port)
  }
  const url = new URL(server.url)
  url.port = String(address.port)

  return {
    url: url.href,
    address,
    becomeStandby: () => restart((file) => writeFileSync(file, '')),
    becomePrimary: () => restart((file) => rmSync(file, { force: true })),
    async [Symbol.asyncDispose]() {
      await address[Symbol.asyncDispose]()
      await running.close()
      for (const folder of [server.folder, dataDir]) rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function start(dataDir: string): Promise<{ supervisor: Supervisor; server: RunningPostgres }> {
  const supervisor = createSupervisor()
  const logFile = join(dataDir, 'postgres.log')
  return { supervisor, server: await startPostgres({ dataDir, logFile, fast: true, supervisor }) }
}

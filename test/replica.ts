import { execFileSync } from 'node:child_process'
import { appendFileSync, chmodSync, chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, migrate } from '@shopmirror/db'
import { type RunningPostgres, startPostgres } from '@shopmirror/scripts/postgres-server.ts'
import { createSupervisor, type Supervisor } from '@shopmirror/scripts/supervise.ts'
import { type Forward, startForward } from './forward.ts'

export interface ReplicatedPostgres extends AsyncDisposable {
  primaryUrl: string
  /** Does not change when the replica is restarted. */
  replicaUrl: string
  stopReplica(): Promise<void>
  startReplica(): Promise<void>
}

interface Running {
  supervisor: Supervisor
  server: RunningPostgres
}

/** A migrated Postgres and a streaming replica of it, both only for this test. */
export async function startReplicatedPostgres(): Promise<ReplicatedPostgres> {
  const dataDir = mkdtempSync(join(tmpdir(), 'shopmirror-replicated-'))
  // Postgres may run as another user.
  chmodSync(dataDir, 0o711)
  const primary = await start(join(dataDir, 'primary'))
  await migrate({ url: primary.server.url })
  const folder = join(dataDir, 'replica')
  await backUp(primary.server, folder)
  let replica = await start(folder)
  const address: Forward = await startForward(() => Number(new URL(replica.server.url).port))
  const url = new URL(primary.server.url)
  url.port = String(address.port)
  return {
    primaryUrl: primary.server.url,
    replicaUrl: url.href,
    stopReplica: () => replica.supervisor.close(),
    async startReplica() {
      replica = await start(folder)
    },
    async [Symbol.asyncDispose]() {
      await address[Symbol.asyncDispose]()
      await replica.supervisor.close()
      await primary.supervisor.close()
      for (const each of [primary.server.folder, replica.server.folder, dataDir])
        rmSync(each, { recursive: true, force: true })
    },
  }
}

async function start(dataDir: string): Promise<Running> {
  const supervisor = createSupervisor()
  const server = await startPostgres({ dataDir, logFile: `${dataDir}.log`, fast: true, supervisor })
  return { supervisor, server }
}

/**
 * A base backup by hand, because the package has no `pg_basebackup`:
 * https://www.postgresql.org/docs/current/continuous-archiving.html#BACKUP-LOWLEVEL-BASE-BACKUP
 */
async function backUp({ url, folder }: RunningPostgres, into: string): Promise<void> {
  const sql = connect({ url, max: 1 })
  await sql`select pg_backup_start('replica', true)`
  execFileSync('cp', ['-a', folder, into])
  const [stopped] = await sql<{ labelfile: string }[]>`select labelfile from pg_backup_stop(false)`
  await sql.end()
  const cluster = join(into, 'cluster')
  rmSync(join(cluster, 'postmaster.pid'), { force: true })
  const { uid, gid } = statSync(cluster)
  for (const [name, content] of [
    ['backup_label', stopped?.labelfile ?? ''],
    ['standby.signal', ''],
  ] as const) {
    writeFileSync(join(cluster, name), content)
    chownSync(join(cluster, name), uid, gid)
  }
  const { port, username, password } = new URL(url)
  const source = `host=127.0.0.1 port=${port} user=${username} password=${password}`
  appendFileSync(join(cluster, 'postgresql.auto.conf'), `primary_conninfo = '${source}'\n`)
}

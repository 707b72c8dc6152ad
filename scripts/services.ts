import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { redisAddressNames } from '@shopmirror/config'
import { isGuard, sweepLeftovers } from './leftovers.ts'
import { root } from './paths.ts'
import { type RunningPostgres, startPostgres } from './postgres-server.ts'
import { readPid } from './processes.ts'
import { type RunningRedis, startRedis } from './redis-server.ts'
import { createSupervisor, type Server, type Supervisor } from './supervise.ts'

export interface ServicesOptions {
  /** Data folder, used only by this checkout; relative to its root. */
  dataDir: string
  /** Receives one line per step, with its duration. */
  log: (line: string) => void
  /** For tests: starts empty, is deleted at the end, and Postgres does not sync to disk. Default false. */
  fresh?: boolean
  /** If DATABASE_URL, or where Redis is, is set in it, no server is started for it. Default: `process.env`. */
  env?: Record<string, string | undefined>
  /** Supervisor of further processes that must stop before the databases. Default: a new one. */
  supervisor?: Supervisor
}

export interface Services {
  databaseUrl: string
  redisUrl: string
  /** Where Redis is, as settings of a process. */
  redisEnv: Record<string, string>
  /** Undefined when the settings say where Redis is. */
  redis?: Server
  /** Folder with data and logs. */
  dataDir: string
  stop(): Promise<void>
}

/** Starts Postgres and Redis. They stop with this process, even if it is killed. */
export async function startServices(options: ServicesOptions): Promise<Services> {
  const { log, fresh = false, env = process.env, supervisor = createSupervisor() } = options
  const dataDir = claim(resolve(root, options.dataDir), fresh, supervisor)
  const folders = [dataDir]
  const redis = redisAddressNames.find((name) => env[name])
  const stop = async () => {
    await supervisor.close()
    for (const folder of fresh ? folders : [join(dataDir, 'owner')]) rmSync(folder, { recursive: true, force: true })
  }
  const place = (name: string) => ({ dataDir: join(dataDir, name), logFile: join(dataDir, `${name}.log`), supervisor })

  try {
    const [postgres, running] = await settleBoth<
      Omit<RunningPostgres, 'server'>,
      Pick<RunningRedis, 'url'> & Partial<RunningRedis>
    >(
      env.DATABASE_URL
        ? { url: env.DATABASE_URL, folder: dataDir }
        : timed('Postgres', log, () => startPostgres({ ...place('postgres'), fast: fresh })),
      redis ? { url: env[redis] ?? '' } : timed('Redis', log, () => startRedis({ ...place('redis'), log })),
    )
    folders.push(postgres.folder)
    return {
      databaseUrl: postgres.url,
      redisUrl: running.url,
      redisEnv: { [redis ?? 'REDIS_URL']: running.url },
      ...(running.server && { redis: running.server }),
      dataDir,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/**
 * Waits for both before a failure of one is thrown, so that nothing is still starting during the clean-up.
 */
async function settleBoth<A, B>(first: A | Promise<A>, second: B | Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([first, second])
  return Promise.all([first, second])
}

/** A data folder has one owner, because two servers would corrupt the files. */
function claim(wanted: string, fresh: boolean, supervisor: Supervisor): string {
  if (fresh) sweepLeftovers(wanted)
  const dataDir = fresh ? `${wanted}-${supervisor.pid}` : wanted
  const owner = readPid(join(dataDir, 'owner'))
  if (isGuard(owner)) {
    throw new Error(
      `Shopmirror already runs from this folder (process ${owner}). Stop it first, or set DATABASE_URL and REDIS_URL.`,
    )
  }
  mkdirSync(dataDir, { recursive: true })
  writeFileSync(join(dataDir, 'owner'), `${supervisor.pid}\n`)
  return dataDir
}

async function timed<T>(name: string, log: (line: string) => void, work: () => Promise<T>): Promise<T> {
  const startedAt = Date.now()
  const result = await work()
  log(`Starting ${name} … ${((Date.now() - startedAt) / 1000).toFixed(1)} s`)
  return result
}

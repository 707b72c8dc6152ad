import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { migrate, readAddress } from '@shopmirror/db'
import { type Sandbox, type SandboxOptions, startSandbox } from '@shopmirror/sandbox'
import { type AccountKeys, ensureAccountKeys } from './account-keys.ts'
import { type AppServer, type Env, type Launch, startApi, startWorker } from './app-processes.ts'
import { createDevSecrets, loadDevSecrets } from './dev-secrets.ts'
import { freePort } from './ports.ts'
import { type Services, startServices } from './services.ts'
import { createSupervisor, type Server } from './supervise.ts'

export interface StackOptions {
  /** Addresses of existing servers, used instead of starting one. */
  databaseUrl?: string
  redisUrl?: string
  /** In place of `redisUrl`: where Redis is, as settings of a process. */
  redis?: Env
  /** Folder for databases, logs and keys, relative to the checkout. Default `.data/stack`. */
  dataDir?: string
  /**
   * Databases start empty, and everything is deleted at the end. Default true; false keeps the data for the next start.
   */
  fresh?: boolean
  /** Options of the sandbox; `false` starts none. Default: a small world. */
  sandbox?: SandboxOptions | false
  /** Settings of api and workers, which override the generated ones. */
  env?: Env
  /** How api and workers are run. Default: from the checkout. */
  launch?: Launch
  /** Default: any free port. */
  apiPort?: number
  /** Worker processes at the start. Default 1. */
  workers?: number
  /** Default `demo`. */
  account?: string
  /** Receives one line per step. */
  log?: (line: string) => void
}

export interface Stack extends AccountKeys {
  apiUrl: string
  databaseUrl: string
  redisUrl: string
  /** Undefined when none was started. */
  sandbox?: Sandbox
  /** Environment of api and workers. */
  env: Env
  /** Prefix of their keys in Redis. */
  prefix: string
  api: AppServer
  /** All workers started so far, including killed ones. */
  workers: AppServer[]
  /** Undefined when an existing Redis is used. */
  redis?: Server
  /** Folder of `api.log` and `worker.log`. */
  logDir: string
  addWorker(env?: Env): Promise<AppServer>
  stop(): Promise<void>
}

/** Starts databases, sandbox, api and workers, connected to each other. All of them stop with this process. */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const { dataDir = '.data/stack', fresh = true, log = () => undefined } = options
  const supervisor = createSupervisor()
  const given = { DATABASE_URL: options.databaseUrl, REDIS_URL: options.redisUrl, ...options.redis }
  const services = await startServices({ dataDir, fresh, log, supervisor, env: given })
  const opened: { sandbox?: Sandbox } = {}
  const stop = async () => {
    // Stops api and workers before the databases.
    await services.stop()
    await opened.sandbox?.close()
  }
  try {
    return await assemble({ options, supervisor, services, opened, stop })
  } catch (error) {
    await stop()
    throw error
  }
}

interface Parts {
  options: StackOptions
  supervisor: ReturnType<typeof createSupervisor>
  services: Services
  opened: { sandbox?: Sandbox }
  stop: () => Promise<void>
}

async function assemble({ options, supervisor, services, opened, stop }: Parts): Promise<Stack> {
  const { fresh = true, account = 'demo' } = options
  const { databaseUrl, redisEnv, dataDir } = services
  const apiPort = await freePort(options.apiPort)
  const apiUrl = `http://127.0.0.1:${apiPort}`
  if (options.sandbox !== false) opened.sandbox = await startSandbox({ appUrl: apiUrl, ...options.sandbox })

  // Unique, because the Redis may be shared.
  const prefix = options.env?.QUEUE_PREFIX || (fresh ? `{sm${randomBytes(6).toString('hex')}}` : '{shopmirror}')
  const env: Env = {
    ...minimalEnv(),
    ...(fresh ? createDevSecrets() : loadDevSecrets(join(dataDir, 'secrets.json'))),
    ...opened.sandbox?.env,
    DATABASE_URL: databaseUrl,
    ...redisEnv,
    HOST: '127.0.0.1',
    PUBLIC_URL: apiUrl,
    QUEUE_PREFIX: prefix,
    ...withoutEmpty(options.env ?? {}),
  }
  const database = readAddress(env)
  await migrate(database)
  const keys = await ensureAccountKeys({
    database,
    encryptionKeys: env.ENCRYPTION_KEYS ?? '',
    account,
    ...(!fresh && { file: join(dataDir, 'api-keys.json') }),
  })

  const logDir = join(dataDir, 'logs')
  mkdirSync(logDir, { recursive: true })
  const workers: AppServer[] = []
  const addWorker = async (more: Env = {}) => {
    const logFile = join(logDir, 'worker.log')
    const worker = await startWorker({ supervisor, env: { ...env, ...more }, logFile, launch: options.launch })
    workers.push(worker)
    return worker
  }
  const [api] = await Promise.all([
    startApi({ supervisor, env, logFile: join(logDir, 'api.log'), launch: options.launch }, apiPort),
    ...Array.from({ length: options.workers ?? 1 }, () => addWorker()),
  ])
  return { ...services, ...opened, ...keys, apiUrl, env, prefix, api, workers, logDir, addWorker, stop }
}

/** An empty setting in `.env` counts as not set. */
function withoutEmpty(env: Env): Env {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value))
}

/**
 * The variables that a process needs to run. The others are dropped, because they may be settings of a real deployment.
 */
function minimalEnv(): Env {
  const { PATH, HOME, TMPDIR, LANG } = process.env
  return { PATH, HOME, TMPDIR, LANG }
}

import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { migrate, readAddress } from '@shopmirror/db'
import { type Sandbox, type SandboxOptions, startSandbox } from '@shopmirror/sandbox'
import { type AccountKeys, ensureAccountKeys } from './account-keys.ts'
import { type AppServer, type Env, startApi, startWorker } from './app-processes.ts'
import { createDevSecrets, loadDevSecrets } from './dev-secrets.ts'
import { freePort } from './ports.ts'
import { type Services, startServices } from './services.ts'
import { createSupervisor, type Server } from './supervise.ts'

export interface StackOptions {
  /** Each one that is given is used instead of a server of our own. */
  databaseUrl?: string
  redisUrl?: string
  /** Of databases, logs and keys; relative paths begin at the checkout. Default `.data/stack`. */
  dataDir?: string
  /** Databases begin empty and everything is removed at the end. Default true; false keeps it for the next time. */
  fresh?: boolean
  /** What the sandbox is like; `false` starts none. Default: a small one. */
  sandbox?: SandboxOptions | false
  /** Settings for api and workers, over those the stack makes up. */
  env?: Env
  /** Default: any free one. */
  apiPort?: number
  /** Worker processes at the start. Default 1. */
  workers?: number
  /** Default `demo`. */
  account?: string
  /** Gets one line per thing done. */
  log?: (line: string) => void
}

export interface Stack extends AccountKeys {
  apiUrl: string
  databaseUrl: string
  redisUrl: string
  /** Absent when none was wanted. */
  sandbox?: Sandbox
  /** What api and workers run with. */
  env: Env
  api: AppServer
  /** Those started so far, in order; killed ones stay in the list. */
  workers: AppServer[]
  /** Absent when Redis is somebody else's. */
  redis?: Server
  /** Folder of `api.log` and `worker.log`. */
  logDir: string
  addWorker(env?: Env): Promise<AppServer>
  stop(): Promise<void>
}

/** Databases, sandbox, api and workers, wired to each other. Nothing of it outlives this process. */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const { dataDir = '.data/stack', fresh = true, log = () => undefined } = options
  const supervisor = createSupervisor()
  const given = { DATABASE_URL: options.databaseUrl, REDIS_URL: options.redisUrl }
  const services = await startServices({ dataDir, fresh, log, supervisor, env: given })
  const opened: { sandbox?: Sandbox } = {}
  const stop = async () => {
    // Takes api and workers with it, before the databases.
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
  const { databaseUrl, redisUrl, dataDir } = services
  const apiPort = await freePort(options.apiPort)
  const apiUrl = `http://127.0.0.1:${apiPort}`
  if (options.sandbox !== false) opened.sandbox = await startSandbox({ appUrl: apiUrl, ...options.sandbox })

  const env: Env = {
    ...minimalEnv(),
    ...(fresh ? createDevSecrets() : loadDevSecrets(join(dataDir, 'secrets.json'))),
    ...opened.sandbox?.env,
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    HOST: '127.0.0.1',
    PUBLIC_URL: apiUrl,
    // On a Redis shared with others the queues are apart.
    ...(fresh && { QUEUE_PREFIX: `{sm${randomBytes(6).toString('hex')}}` }),
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
    const worker = await startWorker({ supervisor, env: { ...env, ...more }, logFile })
    workers.push(worker)
    return worker
  }
  const [api] = await Promise.all([
    startApi({ supervisor, env, logFile: join(logDir, 'api.log') }, apiPort),
    ...Array.from({ length: options.workers ?? 1 }, () => addWorker()),
  ])
  return { ...services, ...opened, ...keys, apiUrl, env, api, workers, logDir, addWorker, stop }
}

/** A setting left open in `.env` is one that is not given. */
function withoutEmpty(env: Env): Env {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value))
}

/** What a process needs to run at all. The rest of our environment stays out: it may hold settings of a real deployment. */
function minimalEnv(): Env {
  const { PATH, HOME, TMPDIR, LANG } = process.env
  return { PATH, HOME, TMPDIR, LANG }
}

// npm start: runs everything until Ctrl-C. With credentials of a platform in .env it connects to the real platforms.
import { relative } from 'node:path'
import { redisAddressNames } from '@shopmirror/config'
import { loadPlatforms, modules } from '@shopmirror/platforms'
import { expectations, type Sandbox } from '@shopmirror/sandbox'
import { createApiClient } from './api-client.ts'
import type { Env } from './app-processes.ts'
import { buildDashboard } from './dashboard-build.ts'
import { describeExit } from './describe-exit.ts'
import { installShop } from './journey.ts'
import { loadEnv } from './load-env.ts'
import { makeOperatorLink } from './make-operator-link.ts'
import { freePort } from './ports.ts'
import { onShutdown } from './shutdown.ts'
import { type Stack, startStack } from './stack.ts'
import { describeStart } from './start-message.ts'
import type { Server } from './supervise.ts'

/** One emulated shop per platform, over the same world. */
const EMULATED_SHOPS = expectations.map(({ domainOf }) => domainOf('minta-bolt'))

loadEnv()
const startedAt = Date.now()
const real = [...loadPlatforms(process.env, { now: () => new Date() }).values()].filter(({ configured }) => configured)
const isReal = real.length > 0
let stack: Stack | undefined
let isStopping = false
onShutdown(async () => {
  isStopping = true
  say('\nStopping …')
  // During the start nothing has to be waited for: the servers end with this process.
  await stack?.stop()
})

// Beside the start, which it mostly waits for; the api finds it once it is there.
const dashboard = buildDashboard(say)
dashboard.catch(() => undefined)
stack = await startStack({
  dataDir: '.data/start',
  fresh: false,
  apiPort: Number(process.env.PORT) || 3000,
  sandbox: isReal ? false : { port: await freePort(4010), appWrites: true },
  ...(process.env.DATABASE_URL && { databaseUrl: process.env.DATABASE_URL }),
  redis: Object.fromEntries(redisAddressNames.map((name) => [name, process.env[name]])),
  env: isReal ? process.env : withoutPlatform(process.env),
  log: say,
}).catch(fail)
await dashboard.catch(fail)
say(`Starting everything … ${((Date.now() - startedAt) / 1000).toFixed(1)} s\n`)
const operatorLink = await makeOperatorLink(stack.env, { onlyFirst: true })
say(describe(stack, operatorLink))
reportExit('api', stack.api)
for (const worker of stack.workers) reportExit('worker', worker)
if (stack.sandbox) for (const domain of EMULATED_SHOPS) await installEmulatedShop(stack, stack.sandbox, domain)
setInterval(() => undefined, 60_000)

/** Without this message nobody would notice that a process has ended. */
function reportExit(name: string, { exited }: Server): void {
  exited.then((exit) => {
    if (!isStopping) say(`The ${name} ${describeExit(exit)}. Stop with Ctrl-C and start again.`)
  })
}

/** Without the platforms' settings, because the sandbox provides them. */
function withoutPlatform(env: Env): Env {
  const theirs = new Set(['PUBLIC_URL', ...modules.flatMap(({ settings }) => Object.keys(settings.shape))])
  return Object.fromEntries(Object.entries(env).filter(([name]) => !theirs.has(name)))
}

function describe({ logDir, sandbox, ...rest }: Stack, operatorLink: string | null): string {
  return describeStart({
    ...rest,
    operatorLink,
    logDir: relative(process.cwd(), logDir),
    platforms: real.map(({ id }) => id),
    shops: EMULATED_SHOPS,
    ownDatabase: Boolean(process.env.DATABASE_URL),
    ...(sandbox && { sandboxUrl: sandbox.url }),
  })
}

/** Installs an emulated shop. At each start, because the sandbox keeps nothing. */
async function installEmulatedShop({ apiUrl, apiKey }: Stack, sandbox: Sandbox, domain: string): Promise<void> {
  const api = createApiClient({ url: apiUrl, key: apiKey })
  try {
    await installShop({ api, sandbox }, domain)
    say(`The emulated shop ${domain} is installed and is being synced.`)
  } catch (error) {
    say(`The emulated shop ${domain} could not be installed: ${error instanceof Error ? error.message : error}`)
  }
}

function fail(error: unknown): never {
  process.stderr.write(`\n${error instanceof Error ? error.message : error}\n`)
  process.exit(1)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

// npm start: everything at once, and stays until Ctrl-C. With credentials of a platform in .env it serves the real ones.
import { relative } from 'node:path'
import { loadPlatforms, modules } from '@shopmirror/platforms'
import type { Sandbox } from '@shopmirror/sandbox'
import { createApiClient } from './api-client.ts'
import type { Env } from './app-processes.ts'
import { installShop } from './journey.ts'
import { loadEnv } from './load-env.ts'
import { freePort } from './ports.ts'
import { onShutdown } from './shutdown.ts'
import { type Stack, startStack } from './stack.ts'

const PRETEND_SHOP = 'minta-bolt'

loadEnv()
const startedAt = Date.now()
const real = [...loadPlatforms(process.env, { now: () => new Date() }).values()].filter(({ configured }) => configured)
const isReal = real.length > 0
let stack: Stack | undefined
onShutdown(async () => {
  say('\nStopping …')
  // Before everything is up there is nothing to wait for: servers end with this process.
  await stack?.stop()
})

stack = await startStack({
  dataDir: '.data/start',
  fresh: false,
  apiPort: Number(process.env.PORT) || 3000,
  sandbox: isReal ? false : { port: await freePort(4010) },
  ...(process.env.DATABASE_URL && { databaseUrl: process.env.DATABASE_URL }),
  ...(process.env.REDIS_URL && { redisUrl: process.env.REDIS_URL }),
  env: isReal ? process.env : withoutPlatform(process.env),
  log: say,
}).catch(fail)
say(`Starting everything … ${((Date.now() - startedAt) / 1000).toFixed(1)} s\n`)
say(describe(stack))
if (stack.sandbox) await installPretendShop(stack, stack.sandbox)
setInterval(() => undefined, 60_000)

/** The sandbox says where the platform is and how to speak with it. */
function withoutPlatform(env: Env): Env {
  const theirs = new Set(['PUBLIC_URL', ...modules.flatMap(({ settings }) => Object.keys(settings.shape))])
  return Object.fromEntries(Object.entries(env).filter(([name]) => !theirs.has(name)))
}

function describe({ apiUrl, apiKey, operatorKey, databaseUrl, redisUrl, sandbox, logDir }: Stack): string {
  const lines = {
    'API, with examples': `${apiUrl}/docs`,
    'Bull Board': `${apiUrl}/queues (any name; the password is the operator key)`,
    'API key': apiKey,
    'Operator key': operatorKey,
    Postgres: databaseUrl,
    Redis: redisUrl,
    Platform: sandbox ? `${sandbox.url} (pretend shops)` : `${real.map(({ id }) => id).join(', ')}: the real ones`,
    Logs: `tail -f ${relative(process.cwd(), logDir)}/*.log`,
  }
  const tries = [
    `curl -H 'Authorization: Bearer ${apiKey}' ${apiUrl}/api/v1/shops`,
    `psql '${databaseUrl}' -c 'select sku, title, price, stock_quantity from shoprenter_products limit 10'`,
    ...(sandbox
      ? [`curl -X POST ${sandbox.url}/control/shops/${PRETEND_SHOP}/orders    # a new order, mirrored at once`]
      : []),
  ]
  return [
    ...Object.entries(lines).map(([name, value]) => `  ${name.padEnd(20)}${value}`),
    '\nTry this:',
    ...tries.map((line) => `  ${line}`),
    '\nCtrl-C stops everything; the data stays for the next start.\n',
  ].join('\n')
}

/** So that there is something to see. */
async function installPretendShop({ apiUrl, apiKey }: Stack, sandbox: Sandbox): Promise<void> {
  const api = createApiClient({ url: apiUrl, key: apiKey })
  try {
    const shops = await api.get<{ id: string; domain: string }[]>('/api/v1/shops?status=active')
    const known = shops.find(({ domain }) => domain === PRETEND_SHOP)
    // The pretend platform began anew and knows nothing of our webhooks.
    if (known) return void (await api.post(`/api/v1/shops/${known.id}/subscriptions/repair`))
    await installShop({ api, sandbox }, PRETEND_SHOP)
    say(`The pretend shop ${PRETEND_SHOP} is installed; its first sync is under way.`)
  } catch (error) {
    say(`The pretend shop could not be installed: ${error instanceof Error ? error.message : error}`)
  }
}

function fail(error: unknown): never {
  process.stderr.write(`\n${error instanceof Error ? error.message : error}\n`)
  process.exit(1)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

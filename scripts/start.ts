// npm start: everything at once, and stays until Ctrl-C. With SHOPRENTER_CLIENT_ID in .env it serves the real platform.
import { relative } from 'node:path'
import type { Env } from './app-processes.ts'
import { loadEnv } from './load-env.ts'
import { freePort } from './ports.ts'
import { onShutdown } from './shutdown.ts'
import { type Stack, startStack } from './stack.ts'

loadEnv()
const startedAt = Date.now()
const isReal = Boolean(process.env.SHOPRENTER_CLIENT_ID)
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
setInterval(() => undefined, 60_000)

/** The sandbox says where the platform is and how to speak with it. */
function withoutPlatform(env: Env): Env {
  const isPlatforms = (name: string) => name.startsWith('SHOPRENTER_') || name === 'PUBLIC_URL'
  return Object.fromEntries(Object.entries(env).filter(([name]) => !isPlatforms(name)))
}

function describe({ apiUrl, apiKey, operatorKey, databaseUrl, redisUrl, sandbox, logDir }: Stack): string {
  const lines = [
    ['API, with examples', `${apiUrl}/docs`],
    ['Bull Board', `${apiUrl}/queues`],
    ['Postgres', databaseUrl],
    ['Redis', redisUrl],
    ['API key', apiKey],
    ['Operator key', operatorKey],
    ['Platform', sandbox ? `${sandbox.url} (pretend shops)` : 'ShopRenter, the real one'],
    ['Logs', `tail -f ${relative(process.cwd(), logDir)}/*.log`],
  ]
  return [
    ...lines.map(([name, value]) => `  ${name?.padEnd(20)}${value}`),
    '',
    ...suggestions(apiUrl, apiKey),
    '',
  ].join('\n')
}

function suggestions(apiUrl: string, apiKey: string): string[] {
  return [
    'Try this:',
    `  curl -H 'Authorization: Bearer ${apiKey}' ${apiUrl}/api/v1/shops`,
    '  npm run demo        a merchant installs, is mirrored, changes things and leaves',
    '',
    'Ctrl-C stops everything; the data stays for the next start.',
  ]
}

function fail(error: unknown): never {
  process.stderr.write(`\n${error instanceof Error ? error.message : error}\n`)
  process.exit(1)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

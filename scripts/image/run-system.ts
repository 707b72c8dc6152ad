import { spawnSync } from 'node:child_process'
import { connect } from '@shopmirror/db'
import { type Expectation, expectations } from '@shopmirror/sandbox'
import { createApiClient } from '../api-client.ts'
import type { AppServer, Launch } from '../app-processes.ts'
import type { Checks } from '../checks.ts'
import { compareMirror } from '../compare.ts'
import { describeExit } from '../describe-exit.ts'
import { findFirstRun, installShop, waitForRun } from '../journey.ts'
import { findErrorLines } from '../log-errors.ts'
import { type Stack, startStack } from '../stack.ts'
import { programOf, rightsOf } from './running.ts'

/** Kubernetes kills a pod 30 s after it has asked it to stop, unless told otherwise, ms. */
const STOP_WITHIN_MS = 30_000

export interface Running {
  bwrap: string
  /** Arguments of bubblewrap for a command in the image. */
  enter(command: readonly string[]): string[]
  /** What the image runs unless told otherwise. */
  command: readonly string[]
  check: Checks['check']
}

const nameOf = ({ platform }: Expectation) => `i-${platform}`

/** Migration, api and worker of the image against databases and emulated platforms of this machine. */
export async function runSystem({ bwrap, enter, command, check }: Running): Promise<void> {
  const launch: Launch = (args) => ({ command: bwrap, args: enter(['node', ...args]), cwd: '/' })
  const stack = await startStack({
    dataDir: '.data/image',
    sandbox: { shops: expectations.map(nameOf), products: 20, customers: 10, orders: 20 },
    launch,
  })
  try {
    const migration = enter(['node', 'packages/db/src/main.ts'])
    const { status, stderr } = spawnSync(bwrap, migration, { env: stack.env, encoding: 'utf8' })
    check('its migration runs', status === 0 ? [] : [stderr])
    check('it runs the api unless told otherwise', command.at(-1) === 'apps/api/src/main.ts' ? [] : [`${command}`])
    const servers = { api: stack.api, worker: stack.workers[0] }
    for (const [name, server] of Object.entries(servers)) checkRights(name, server, check)
    await checkDashboard(stack, check)
    for (const expectation of expectations)
      check(`a shop of ${expectation.name} is mirrored exactly`, await mirror(stack, expectation))
    const further = await startFurther(stack)
    for (const [name, server] of Object.entries({ ...servers, 'further worker': further }))
      await checkStop(name, server, check)
    check('nothing was logged as an error', findErrorLines(stack.logDir))
  } finally {
    await stack.stop()
  }
}

function checkRights(name: string, server: AppServer | undefined, check: Checks['check']): void {
  const { uid, capabilities } = rightsOf(programOf(server?.pid ?? 0))
  const problems = [
    ...(uid === 0 ? ['It runs as root.'] : []),
    ...(capabilities === 0n ? [] : ['It has capabilities.']),
  ]
  check(`the ${name} is an ordinary user without capabilities`, problems)
}

async function checkDashboard({ apiUrl }: Stack, check: Checks['check']): Promise<void> {
  const answer = await fetch(`${apiUrl}/dashboard`)
  const isPage = answer.status === 200 && (await answer.text()).includes('<html')
  check('the api serves the dashboard', isPage ? [] : [`/dashboard answered ${answer.status}`])
}

async function mirror({ apiUrl, apiKey, databaseUrl, sandbox }: Stack, expectation: Expectation): Promise<string[]> {
  if (!sandbox) throw new Error('The stack has no sandbox.')
  const domain = expectation.domainOf(nameOf(expectation))
  const journey = { api: createApiClient({ url: apiUrl, key: apiKey }), sandbox }
  const { shop } = await installShop(journey, domain)
  await waitForRun(journey, await findFirstRun(journey, shop.id))
  const sql = connect({ url: databaseUrl, max: 2 })
  try {
    const truth = expectation.truthOf(sandbox, domain)
    const { differences, values } = await compareMirror({ sql, shopId: shop.id, truth })
    const problems = differences.map(({ table, externalId, field }) => `${table} ${externalId} ${field ?? ''}`)
    return values === 0 ? ['The mirror is empty.'] : problems.slice(0, 5)
  } finally {
    await sql.end()
  }
}

/** What a further pod takes, from its start to its first `/readyz` that is 200. */
async function startFurther({ addWorker }: Stack): Promise<AppServer> {
  const startedAt = Date.now()
  const worker = await addWorker()
  process.stdout.write(`  A further worker is ready after ${Date.now() - startedAt} ms\n`)
  return worker
}

async function checkStop(name: string, server: AppServer | undefined, check: Checks['check']): Promise<void> {
  if (!server) return check(`the ${name} stops when it is asked to`, ['It was not started.'])
  const startedAt = Date.now()
  process.kill(programOf(server.pid), 'SIGTERM')
  const exit = await server.exited
  const tookMs = Date.now() - startedAt
  const isClean = exit.code === 0 && tookMs < STOP_WITHIN_MS
  check(`the ${name} stops when it is asked to (${tookMs} ms)`, isClean ? [] : [`It ${describeExit(exit)}.`])
}

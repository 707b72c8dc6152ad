// npm run demo [-- --platform NAME --products N --customers N --orders N --seed N]: the life cycle of a shop on
// emulated
// platforms, with a check that the mirror is exact.
import { connect } from '@shopmirror/db'
import { type Expectation, expectations } from '@shopmirror/sandbox'
import { createApiClient } from './api-client.ts'
import { deleteSome, editCatalog, showWebhooks } from './demo/changes.ts'
import { showInstall } from './demo/install.ts'
import { type DemoOptions, readOptions } from './demo/options.ts'
import { showComparison } from './demo/proof.ts'
import { showPushedObjects } from './demo/pushed-objects.ts'
import { showPushes } from './demo/pushes.ts'
import { createScreen } from './demo/screen.ts'
import type { Stage } from './demo/stage.ts'
import { readMeters, showSummary } from './demo/summary.ts'
import { showFirstSync, showFullSync, showIncremental } from './demo/sync.ts'
import { formatCount } from './demo/table.ts'
import { showUninstall } from './demo/uninstall.ts'
import { findErrorLines } from './log-errors.ts'
import { onShutdown } from './shutdown.ts'
import { type Stack, startStack } from './stack.ts'

/** One shop per platform, so that changes of one do not affect another. */
const nameOf = ({ platform }: Expectation) =>
  `minta-${expectations.findIndex((each) => each.platform === platform) + 1}`

const screen = createScreen(process.stdout)
const options = readOptions(process.argv.slice(2))
screen.title('Emulated shops and their mirrors')
screen.line(describeWorld(options))
const starting = startStack({
  dataDir: '.data/demo',
  sandbox: { ...options, shops: expectations.map(nameOf), appWrites: true },
  workers: 2,
  env: { ERASE_GRACE_HOURS: '0' },
  log: (line) => screen.line(screen.faint(line)),
})
onShutdown(async () => {
  const stack = await starting.catch(() => undefined)
  await stack?.stop()
})

const stack = await starting
try {
  const proofs: boolean[] = []
  for (const expectation of options.platforms) proofs.push(await play(stack, expectation))
  const isProven = proofs.every(Boolean)
  screen.title(isProven ? screen.good('Every mirror is exact.') : screen.bad('A mirror is not exact.'))
  const errors = findErrorLines(stack.logDir)
  for (const line of errors) screen.line(screen.bad(line))
  process.exitCode = isProven && errors.length === 0 ? 0 : 1
} finally {
  await stack.stop()
}

async function play(
  { apiUrl, apiKey, databaseUrl, sandbox, workers }: Stack,
  expectation: Expectation,
): Promise<boolean> {
  if (!sandbox) throw new Error('The demo needs the sandbox.')
  const startedAt = Date.now()
  const domain = expectation.domainOf(nameOf(expectation))
  const stage: Stage = {
    ...{ sandbox, screen, options, domain, expectation },
    api: createApiClient({ url: apiUrl, key: apiKey }),
    sql: connect({ url: databaseUrl, max: 2 }),
    shop: expectation.worldOf(sandbox, domain),
    allowedPerSecond: expectation.allowedPerSecond(sandbox),
  }
  screen.title(`A ${expectation.name} shop: ${domain}`)
  const before = await readMeters(stage, workers)
  try {
    const shopId = await showInstall(stage)
    await showFirstSync(stage, shopId)
    await showWebhooks(stage, shopId)
    editCatalog(stage)
    await showIncremental(stage, shopId)
    const isPushed = await showPushes(stage, shopId)
    const isOrdered = await showPushedObjects(stage, shopId)
    deleteSome(stage)
    await showFullSync(stage, shopId)
    const { differences, rows } = await showComparison(stage, shopId)
    const isGone = await showUninstall(stage, shopId)
    await showSummary(stage, { rows, workers, before, tookMs: Date.now() - startedAt })
    return differences.length === 0 && isPushed && isOrdered && isGone
  } finally {
    await stage.sql.end()
  }
}

function describeWorld({ products, customers, orders, seed }: DemoOptions): string {
  const counts = [
    `${formatCount(products)} products`,
    `${formatCount(customers)} customers`,
    `${formatCount(orders)} orders`,
  ]
  return `${counts.join(', ')} each; seed ${seed}`
}

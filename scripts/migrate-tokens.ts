// npm run migrate-tokens -- --all | --shop ID [--dry-run]: exchanges non-expiring access tokens for expiring ones,
// online.
// Can be stopped (Ctrl-C stops after the current shop) and repeated: it continues with the remaining shops.
import { parseArgs } from 'node:util'
import { createLogger } from '@shopmirror/config'
import { migrateAllTokens } from '@shopmirror/worker'
import { loadEnv } from './load-env.ts'
import { describeMigrations, isFailure, toLine } from './migration-table.ts'
import { requireAddress, requireEnv } from './require-env.ts'

const usage = 'Usage: npm run migrate-tokens -- (--all | --shop ID) [--dry-run]\n'

loadEnv()
const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort())
const outcomes = []
for await (const migration of migrateAllTokens({
  ...readArguments(),
  address: requireAddress(),
  encryptionKeys: requireEnv('ENCRYPTION_KEYS'),
  env: process.env,
  signal: stopping.signal,
  log: createLogger({ level: 'silent', name: 'migrate-tokens' }),
})) {
  process.stdout.write(toLine(migration))
  outcomes.push(migration.outcome)
}
process.stdout.write(describeMigrations(outcomes, stopping.signal.aborted))
process.exitCode = outcomes.some(isFailure) ? 1 : 0

function readArguments(): { shopId: string | undefined; dryRun: boolean } {
  const options = { shop: { type: 'string' }, all: { type: 'boolean' }, 'dry-run': { type: 'boolean' } } as const
  try {
    const { shop, all, 'dry-run': dryRun = false } = parseArgs({ options }).values
    if ((shop === undefined) !== (all === undefined)) return { shopId: shop, dryRun }
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  }
  process.stderr.write(usage)
  process.exit(1)
}

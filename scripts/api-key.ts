// npm run api-key -- --account NAME [--operator]: issues a key, which is shown only once. Creates the account if
// needed.
import { parseArgs } from 'node:util'
import { createKeyring, openDatabase } from '@shopmirror/db'
import { issueKey } from './account-keys.ts'
import { loadEnv } from './load-env.ts'
import { requireAddress, requireEnv } from './require-env.ts'

const usage = 'Usage: npm run api-key -- --account NAME [--operator]\n'

loadEnv()
const { account, operator } = readArguments()
const database = openDatabase({
  ...requireAddress(),
  keyring: createKeyring(requireEnv('ENCRYPTION_KEYS')),
  max: 1,
})
const { key } = await issueKey(database.repositories, account, operator ? 'operator' : 'member').finally(() =>
  database.close(),
)
process.stdout.write(`${key}\n`)
process.stderr.write(
  `Save the key: it is not shown again. It can see ${operator ? 'all accounts' : `the account ${account}`}.\n`,
)

function readArguments(): { account: string; operator: boolean } {
  try {
    const options = { account: { type: 'string' }, operator: { type: 'boolean', default: false } } as const
    const { values } = parseArgs({ options })
    if (values.account) return { account: values.account, operator: values.operator }
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  }
  process.stderr.write(usage)
  process.exit(1)
}

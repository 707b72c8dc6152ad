import { parseArgs } from 'node:util'
import { endOnSettingsError, SettingsError } from '@shopmirror/config'
import { readAddress } from './connect/connect.ts'
import { migrate } from './migrate/migrate.ts'
import { readExpectedTables } from './migrate/migrations.ts'
import { citusStatements } from './schema-rules.ts'

/**
 * `node packages/db/src/main.ts`: migrates the schema of DATABASE_URL to the newest version. Safe to run concurrently.
 * `--partition-by-shop 16` also puts the mirror on so many partitions; `--citus-ddl` only prints statements for Citus.
 */
endOnSettingsError()
const { values } = parseArgs({
  options: { 'partition-by-shop': { type: 'string' }, 'citus-ddl': { type: 'boolean', default: false } },
})
if (values['citus-ddl']) process.stdout.write(`${citusStatements(readExpectedTables()).join('\n')}\n`)
else await run()

async function run(): Promise<void> {
  const partitionsByShop = readCount(values['partition-by-shop'])
  const startedAt = Date.now()
  const applied = await migrate(readAddress(process.env), { partitionsByShop })
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1)
  process.stdout.write(`The database is up to date: ${applied} migrations applied (${seconds} s)\n`)
}

function readCount(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const count = Number(text)
  if (Number.isInteger(count) && count >= 2 && count <= 1_024) return count
  throw new SettingsError(`--partition-by-shop ${text} is not a number of partitions between 2 and 1,024.`)
}

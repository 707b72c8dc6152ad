import { endOnSettingsError } from '@shopmirror/config'
import { readAddress } from './connect/connect.ts'
import { migrate } from './migrate/migrate.ts'

/**
 * `node packages/db/src/main.ts`: migrates the schema of DATABASE_URL to the newest version. Safe to run concurrently.
 */
endOnSettingsError()
const startedAt = Date.now()
const applied = await migrate(readAddress(process.env))
const seconds = ((Date.now() - startedAt) / 1000).toFixed(1)
process.stdout.write(`The database is up to date: ${applied} migrations applied (${seconds} s)\n`)

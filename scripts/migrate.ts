// npm run migrate: brings the database of DATABASE_URL to the newest schema. Two at once is fine.
import { migrate } from '@shopmirror/db'
import { loadEnv } from './load-env.ts'
import { requireEnv } from './require-env.ts'

loadEnv()
const startedAt = Date.now()
await migrate(requireEnv('DATABASE_URL'))
process.stdout.write(`The database is up to date (${((Date.now() - startedAt) / 1000).toFixed(1)} s)\n`)

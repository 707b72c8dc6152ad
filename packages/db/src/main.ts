import { migrate } from './migrate.ts'

/** `node packages/db/src/main.ts`: brings the database of DATABASE_URL to the newest schema. Two at once is fine. */
const url = process.env.DATABASE_URL
if (!url) throw new Error('DATABASE_URL is not set: give it in the environment or in .env.')

const startedAt = Date.now()
await migrate(url)
process.stdout.write(`The database is up to date (${((Date.now() - startedAt) / 1000).toFixed(1)} s)\n`)

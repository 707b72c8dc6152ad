// npm run migrate: migrates the schema of DATABASE_URL to the newest version. Safe to run concurrently.
import { loadEnv } from './load-env.ts'

loadEnv()
await import('@shopmirror/db/migrate')

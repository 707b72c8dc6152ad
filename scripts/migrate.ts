// npm run migrate [-- --partition-by-shop N]: migrates the schema of DATABASE_URL to the newest version. Safe to run
// concurrently. With --citus-ddl it only prints how Citus would distribute it.
import { loadEnv } from './load-env.ts'

loadEnv()
await import('@shopmirror/db/migrate')

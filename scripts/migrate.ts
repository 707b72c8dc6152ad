// npm run migrate: brings the schema of DATABASE_URL to the newest version. Two at once is fine.
import { loadEnv } from './load-env.ts'

loadEnv()
await import('@shopmirror/db/migrate')

// npm run migrate: brings the database of DATABASE_URL to the newest schema. Two at once is fine.
import { loadEnv } from './load-env.ts'

loadEnv()
await import('@shopmirror/db/main.ts')

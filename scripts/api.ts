// npm run api: builds the dashboard where it changed, and runs the api with settings from the environment and .env.
import { buildDashboard } from './dashboard-build.ts'
import { loadEnv } from './load-env.ts'

loadEnv()
// The api runs without it, too, and says in its place what is missing.
await buildDashboard((line) => process.stdout.write(`${line}\n`)).catch((error: Error) =>
  process.stderr.write(`${error.message}\n`),
)
await import('@shopmirror/api/main')

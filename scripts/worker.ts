// npm run worker: runs a worker with settings from the environment and .env. Any number can run.
import { loadEnv } from './load-env.ts'

loadEnv()
await import('@shopmirror/worker/main')

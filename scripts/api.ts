// npm run api: runs the api with settings from the environment and .env.
import { loadEnv } from './load-env.ts'

loadEnv()
await import('@shopmirror/api/main')

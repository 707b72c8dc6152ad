// npm run worker: one worker, with the settings of the environment and of .env. Start as many as you like.
import { loadEnv } from './load-env.ts'

loadEnv()
await import('@shopmirror/worker/src/main.ts')

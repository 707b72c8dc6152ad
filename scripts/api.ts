// npm run api: the api alone, with the settings of the environment and of .env.
import { loadEnv } from './load-env.ts'

loadEnv()
await import('@shopmirror/api/src/main.ts')

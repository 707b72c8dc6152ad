import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './paths.ts'

/** Settings of `.env`, where there is one. What the environment says already stands. */
export function loadEnv(): void {
  const file = join(root, '.env')
  if (existsSync(file)) process.loadEnvFile(file)
}

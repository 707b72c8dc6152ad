import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { endOnSettingsError } from '@shopmirror/config'
import { root } from './paths.ts'

/** Settings of `.env`, where there is one. What the environment says already stands. What is wrong with them is shown without a stack. */
export function loadEnv(): void {
  endOnSettingsError()
  const file = join(root, '.env')
  if (existsSync(file)) process.loadEnvFile(file)
}

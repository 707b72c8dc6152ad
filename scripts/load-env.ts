import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { endOnSettingsError } from '@shopmirror/config'
import { root } from './paths.ts'

/**
 * Loads settings from `.env`, if it exists. Variables of the environment take precedence. Invalid settings are shown
 * without a stack.
 */
export function loadEnv(): void {
  endOnSettingsError()
  const file = join(root, '.env')
  if (existsSync(file)) process.loadEnvFile(file)
}

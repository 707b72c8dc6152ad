import { join } from 'node:path'
import { dataRoot } from './paths.ts'

/** A setting this command cannot do without. */
export function requireEnv(name: 'DATABASE_URL' | 'ENCRYPTION_KEYS'): string {
  const value = process.env[name]
  if (value) return value
  const development = join(dataRoot, 'start')
  process.stderr.write(
    `${name} is not set: give it in the environment or in .env (those of npm start are in ${development}).\n`,
  )
  process.exit(1)
}

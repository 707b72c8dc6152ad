import { join } from 'node:path'
import { type DatabaseAddress, readAddress } from '@shopmirror/db'
import { dataRoot } from './paths.ts'

/** Reads a required setting; exits with a message when it is not set. */
export function requireEnv(name: 'DATABASE_URL' | 'ENCRYPTION_KEYS' | 'PUBLIC_URL'): string {
  const value = process.env[name]
  if (value) return value
  const development = join(dataRoot, 'start')
  process.stderr.write(
    `${name} is not set. Set it in the environment or in .env (the values of npm start are in ${development}).\n`,
  )
  process.exit(1)
}

/** The database of DATABASE_URL and DATABASE_SCHEMA. */
export function requireAddress(): DatabaseAddress {
  requireEnv('DATABASE_URL')
  return readAddress(process.env)
}

import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Generated secrets that must be the same at the next start. */
export interface DevSecrets {
  ENCRYPTION_KEYS: string
  INTERNAL_SYNC_SECRET: string
}

export function createDevSecrets(): DevSecrets {
  return {
    ENCRYPTION_KEYS: `dev:${randomBytes(32).toString('base64')}`,
    INTERNAL_SYNC_SECRET: randomBytes(24).toString('base64url'),
  }
}

/** The secrets in the file; missing ones are generated and saved. */
export function loadDevSecrets(file: string): DevSecrets {
  return { ...createDevSecrets(), ...readOrCreate(file, createDevSecrets) }
}

function readOrCreate(file: string, create: () => DevSecrets): Partial<DevSecrets> {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'))
  const secrets = create()
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 })
  return secrets
}

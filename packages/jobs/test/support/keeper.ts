import { createLogger } from '@shopmirror/config'
import { createKeyring, openDatabase, type Repositories } from '@shopmirror/db'
import { loadPlatforms } from '@shopmirror/platforms'
import { Registry } from 'prom-client'
import { type CredentialKeeper, createCredentialKeeper } from '../../src/credentials/credential-keeper.ts'
import { createJobMetrics } from '../../src/metrics.ts'

export interface KeeperSettings {
  databaseUrl: string
  /** As in `ENCRYPTION_KEYS`. */
  keys: string
  /** Where the platform is. */
  env: Record<string, string>
  leaseMs?: number
  /** How far its clock is ahead. */
  laterMs?: number
}

export interface OpenKeeper {
  keeper: CredentialKeeper
  db: Repositories
  close(): Promise<void>
}

/** A token keeper as one process has it, on a database it may share with others. */
export function openKeeper({ databaseUrl, keys, env, leaseMs, laterMs = 0 }: KeeperSettings): OpenKeeper {
  const database = openDatabase({ url: databaseUrl, keyring: createKeyring(keys), max: 5 })
  const now = () => new Date(Date.now() + laterMs)
  const keeper = createCredentialKeeper({
    db: database.repositories,
    platforms: loadPlatforms(env, { now }),
    metrics: createJobMetrics(new Registry()),
    log: createLogger({ level: 'silent', name: 'test' }),
    now,
    ...(leaseMs && { leaseMs }),
  })
  return { keeper, db: database.repositories, close: database.close }
}

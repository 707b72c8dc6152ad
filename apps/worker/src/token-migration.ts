import type { Logger } from '@shopmirror/config'
import { createKeyring, type DatabaseAddress, openDatabase } from '@shopmirror/db'
import { createCredentialKeeper, createJobMetrics, type Migration, migrateToken, readPages } from '@shopmirror/jobs'
import { loadPlatforms } from '@shopmirror/platforms'
import { Registry } from 'prom-client'

/** Options of `migrateAllTokens`. */
export interface TokenMigrationOptions {
  address: DatabaseAddress
  encryptionKeys: string
  /** Environment with the platforms' settings. */
  env: Readonly<Record<string, string | undefined>>
  /** Default: every shop with a non-expiring token. */
  shopId?: string | undefined
  /** Reports what would be done, and changes nothing. */
  dryRun: boolean
  /** Stops after the current shop. */
  signal: AbortSignal
  log: Logger
}

/**
 * Exchanges the tokens of one shop after the other and yields each outcome. A repeated call continues with the
 * remaining shops.
 */
export async function* migrateAllTokens(options: TokenMigrationOptions): AsyncGenerator<Migration> {
  const { address, encryptionKeys, env, shopId, dryRun, signal, log } = options
  const now = () => new Date()
  const database = openDatabase({ ...address, keyring: createKeyring(encryptionKeys), max: 2 })
  const db = database.repositories
  try {
    const platforms = loadPlatforms(env, { now })
    const metrics = createJobMetrics(new Registry())
    const credentials = createCredentialKeeper({ db, platforms, metrics, log, now, stopping: signal })
    for await (const id of shopId === undefined ? listAll(db.credentials, now, signal) : [shopId]) {
      if (signal.aborted) return
      yield await migrateToken(id, { db, credentials, dryRun })
    }
  } finally {
    await database.close()
  }
}

type Credentials = ReturnType<typeof openDatabase>['repositories']['credentials']

async function* listAll(
  { listNonExpiring }: Credentials,
  now: () => Date,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const before = now()
  for await (const page of readPages((page) => listNonExpiring(before, page), String, { signal })) yield* page
}

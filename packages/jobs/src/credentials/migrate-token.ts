import { AuthRevokedError } from '@shopmirror/platforms'
import { describeFailure } from '../alerts/describe-failure.ts'
import type { JobContext } from '../context.ts'

/**
 * `expiring`: it has a refresh token or says when it ends. `own`: a merchant made it, and the platform lets it live.
 * `unending`: the platform gave another without an end; it asks for nothing else.
 */
export type MigrationOutcome =
  | 'migrated'
  | 'would_migrate'
  | 'expiring'
  | 'own'
  | 'unending'
  | 'no_token'
  | 'refused'
  | 'failed'

export interface Migration {
  shopId: string
  outcome: MigrationOutcome
  detail?: string
}

export interface MigrationDeps extends Pick<JobContext, 'db' | 'credentials'> {
  dryRun?: boolean
}

/** As `exchangeUnending`, for people who go through many shops: a failure is one of the outcomes. */
export async function migrateToken(shopId: string, deps: MigrationDeps): Promise<Migration> {
  try {
    return { shopId, outcome: await exchangeUnending(shopId, deps) }
  } catch (error) {
    const outcome = error instanceof AuthRevokedError ? 'refused' : 'failed'
    return { shopId, outcome, detail: describeFailure(error).message }
  }
}

/**
 * Turns a token that never ends into one that does, through the keeper: one exchange by all processes together, stored
 * before anybody uses it. Broken off and repeated it does what is left to do. Throws what the keeper throws.
 */
export async function exchangeUnending(
  shopId: string,
  deps: MigrationDeps,
): Promise<Exclude<MigrationOutcome, 'refused' | 'failed'>> {
  const before = await look(shopId, deps)
  if (before.outcome !== 'would_migrate' || deps.dryRun) return before.outcome
  await deps.credentials.renew(shopId, before.token)
  const { outcome } = await look(shopId, deps)
  return outcome === 'would_migrate' ? 'unending' : 'migrated'
}

type Look =
  | { outcome: 'would_migrate'; token: { value: string; version: number } }
  | { outcome: 'expiring' | 'own' | 'no_token' }

async function look(shopId: string, { db }: MigrationDeps): Promise<Look> {
  const stored = await db.credentials.read(shopId)
  if (!stored?.tokens) return { outcome: 'no_token' }
  if (stored.ownApp) return { outcome: stored.ownApp.accessToken ? 'own' : 'expiring' }
  const { refreshToken, expiresAt, accessToken } = stored.tokens
  if (refreshToken || expiresAt) return { outcome: 'expiring' }
  return { outcome: 'would_migrate', token: { value: accessToken, version: stored.version } }
}

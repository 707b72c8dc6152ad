import { AuthRevokedError } from '@shopmirror/platforms'
import { describeFailure } from '../alerts/describe-failure.ts'
import type { JobContext } from '../context.ts'

/**
 * `expiring`: it has a refresh token or an expiry. `own`: a merchant created it, and the platform keeps it valid.
 * `non_expiring`: the platform issued another non-expiring token; nothing else can be done.
 */
export type MigrationOutcome =
  | 'migrated'
  | 'would_migrate'
  | 'expiring'
  | 'own'
  | 'non_expiring'
  | 'no_token'
  | 'refused'
  | 'failed'

/** Outcome for one shop. `detail`: message of a failure. */
export interface Migration {
  shopId: string
  outcome: MigrationOutcome
  detail?: string
}

/** `dryRun`: report what would be done, without exchanging anything. Default false. */
export interface MigrationDeps extends Pick<JobContext, 'db' | 'credentials'> {
  dryRun?: boolean
}

/** As `exchangeNonExpiring`, for the command line: a failure is one of the outcomes. */
export async function migrateToken(shopId: string, deps: MigrationDeps): Promise<Migration> {
  try {
    return { shopId, outcome: await exchangeNonExpiring(shopId, deps) }
  } catch (error) {
    const outcome = error instanceof AuthRevokedError ? 'refused' : 'failed'
    return { shopId, outcome, detail: describeFailure(error).message }
  }
}

/**
 * Exchanges a non-expiring token for an expiring one, through the keeper: one exchange for all processes, stored before
 * the new token is used. Safe to interrupt and repeat. Throws what the keeper throws.
 */
export async function exchangeNonExpiring(
  shopId: string,
  deps: MigrationDeps,
): Promise<Exclude<MigrationOutcome, 'refused' | 'failed'>> {
  const before = await look(shopId, deps)
  if (before.outcome !== 'would_migrate' || deps.dryRun) return before.outcome
  await deps.credentials.renew(shopId, before.token)
  const { outcome } = await look(shopId, deps)
  return outcome === 'would_migrate' ? 'non_expiring' : 'migrated'
}

type Look =
  | { outcome: 'would_migrate'; token: { value: string; version: number } }
  | { outcome: 'expiring' | 'own' | 'no_token' }

async function look(shopId: string, { db }: MigrationDeps): Promise<Look> {
  const stored = await db.credentials.read(shopId)
  if (!stored?.tokens) return { outcome: 'no_token' }
  const { refreshToken, expiresAt, accessToken } = stored.tokens
  if (refreshToken || expiresAt) return { outcome: 'expiring' }
  if (stored.ownApp) return { outcome: 'own' }
  return { outcome: 'would_migrate', token: { value: accessToken, version: stored.version } }
}

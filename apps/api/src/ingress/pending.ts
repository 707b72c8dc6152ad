import type { Logger } from '@shopmirror/config'
import type { Repositories } from '@shopmirror/db'
import type { SignedCall } from '@shopmirror/platforms'

/** How long an installation can be claimed, ms. */
export const PENDING_MS = 15 * 60_000

interface PendingDeps {
  db: Repositories
  log: Logger
  now(): Date
}

/** Creates an unclaimed installation. Returns its id. */
export async function createPending(
  platform: string,
  { domain, code }: Pick<SignedCall, 'domain' | 'code'>,
  { db, now, log }: PendingDeps,
): Promise<string> {
  const expiresAt = new Date(now().getTime() + PENDING_MS)
  const id = await db.installations.create({ platform, domain, expiresAt, ...(code !== undefined && { code }) })
  log.info({ platform, domain, installation: id }, 'installation.pending')
  return id
}

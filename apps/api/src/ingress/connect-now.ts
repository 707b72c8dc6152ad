import type { Repositories } from '@shopmirror/db'
import { type EnqueueAfterCommit, installShop } from '@shopmirror/jobs'
import { connectInstallation } from '../connect-installation.ts'
import type { InstallOutcome } from './install-outcome.ts'
import { PENDING_MS } from './pending.ts'

/** An approved shop and the account that it is for. */
export interface Approval {
  platform: string
  domain: string
  code?: string | undefined
  accountId: string
  /** The connect link that the merchant started with, and the hash of the state. */
  connectLinkId?: string | null
  attempt?: string | null
}

interface ConnectTransaction {
  db: Repositories
  enqueue: EnqueueAfterCommit
  now(): Date
}

/**
 * Connects the shop and enqueues its install. Throws `ShopTakenError` or `PlanLimitError`; refused when the connect link
 * does not admit the shop.
 */
export async function connectNow(
  approval: Approval,
  { db, enqueue, now }: ConnectTransaction,
): Promise<InstallOutcome> {
  const { platform, domain, code, accountId, connectLinkId = null, attempt = null } = approval
  const reason = connectLinkId === null ? null : await db.connectLinks.admit(connectLinkId, { platform, domain })
  if (reason) return { kind: 'refused', reason }
  const expiresAt = new Date(now().getTime() + PENDING_MS)
  const shopKey = { platform, domain, accountId }
  const source = { connectLinkId, attempt, ...(code !== undefined && { code }) }
  const id = await db.installations.create({ ...shopKey, ...source, expiresAt })
  await connectInstallation({ id, ...shopKey }, db)
  await enqueue(installShop, { installationId: id })
  return { kind: 'connected', installation: id }
}

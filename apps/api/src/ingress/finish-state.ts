import { PlanLimitError, type Repositories, ShopTakenError } from '@shopmirror/db'
import { type EnqueueAfterCommit, installShop, type OutboxDeps, withOutbox } from '@shopmirror/jobs'
import type { SignedCall } from '@shopmirror/platforms'
import { connectInstallation } from '../connect-installation.ts'
import type { BrowserBinding } from './browser-binding.ts'
import type { InstallOutcome } from './install-outcome.ts'
import type { Refusal } from './install-refusals.ts'
import { createPending, PENDING_MS } from './pending.ts'

interface FinishDeps extends OutboxDeps {
  browsers: BrowserBinding
  now(): Date
}

interface ReturnedCall {
  call: SignedCall
  platform: string
  /** Cookie header of the returning browser. */
  cookies: string | undefined
}

/**
 * Consumes the state, once. The state of an account connects its shop; a state without an account requires the browser
 * it was issued to. One transaction: if the process dies or the connection is refused, the state stays unused.
 */
export async function finishState(returned: ReturnedCall, deps: FinishDeps): Promise<InstallOutcome> {
  try {
    return await withOutbox(deps, (db, enqueue) => finish(returned, { ...deps, db, enqueue }))
  } catch (error) {
    if (error instanceof ShopTakenError) return refused('shop-taken')
    if (error instanceof PlanLimitError) return refused('plan-limit')
    throw error
  }
}

interface FinishTransaction extends Pick<FinishDeps, 'browsers' | 'log' | 'now'> {
  db: Repositories
  enqueue: EnqueueAfterCommit
}

async function finish(
  { call, platform, cookies }: ReturnedCall,
  finishing: FinishTransaction,
): Promise<InstallOutcome> {
  const { db, browsers } = finishing
  const state = await db.oauthStates.consume(call.state ?? '')
  if (!state || state.platform !== platform || state.domain !== call.domain) return refused('state')
  if (state.accountId !== null) return connect(state.accountId, platform, { call, finishing })

  if (!browsers.isBound(call.state ?? '', cookies)) return refused('browser')
  // The merchant of a connected shop reauthorized the app: the shop stays with its account.
  const shop = await db.shops.findConnected(platform, call.domain)
  if (shop) return connect(shop.accountId, platform, { call, finishing })
  return { kind: 'pending', installation: await createPending(platform, call, finishing), call }
}

async function connect(
  accountId: string,
  platform: string,
  { call: { domain, code }, finishing: { db, enqueue, now } }: { call: SignedCall; finishing: FinishTransaction },
): Promise<InstallOutcome> {
  const shopKey = { platform, domain, accountId }
  const expiresAt = new Date(now().getTime() + PENDING_MS)
  const id = await db.installations.create({ ...shopKey, expiresAt, ...(code !== undefined && { code }) })
  await connectInstallation({ id, ...shopKey }, db)
  await enqueue(installShop, { installationId: id })
  return { kind: 'connected' }
}

function refused(reason: Refusal): InstallOutcome {
  return { kind: 'refused', reason }
}

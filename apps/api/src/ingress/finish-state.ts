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

interface Returned {
  call: SignedCall
  platform: string
  /** Of the browser that came back. */
  cookies: string | undefined
}

/**
 * Spends the state, once. One of an account connects its shop; one of nobody needs the browser it was given to. In one
 * transaction: a process that dies leaves the state unspent, a refusal to connect does, too.
 */
export async function finishState(returned: Returned, deps: FinishDeps): Promise<InstallOutcome> {
  try {
    return await withOutbox(deps, (db, enqueue) => finish(returned, { ...deps, db, enqueue }))
  } catch (error) {
    if (error instanceof ShopTakenError) return refused('shop-taken')
    if (error instanceof PlanLimitError) return refused('plan-limit')
    throw error
  }
}

interface Finishing extends Pick<FinishDeps, 'browsers' | 'log' | 'now'> {
  db: Repositories
  enqueue: EnqueueAfterCommit
}

async function finish({ call, platform, cookies }: Returned, finishing: Finishing): Promise<InstallOutcome> {
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
  { call: { domain, code }, finishing: { db, enqueue, now } }: { call: SignedCall; finishing: Finishing },
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

import { PlanLimitError, type Repositories, ShopTakenError } from '@shopmirror/db'
import { type EnqueueAfterCommit, type OutboxDeps, withOutbox } from '@shopmirror/jobs'
import type { SignedCall } from '@shopmirror/platforms'
import type { BrowserBinding } from './browser-binding.ts'
import { connectNow } from './connect-now.ts'
import type { InstallOutcome } from './install-outcome.ts'
import type { Refusal } from './install-refusals.ts'
import { createPending } from './pending.ts'

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
 * Consumes the state, once. The state of an account connects its shop; one that was started with a connect link, and one
 * without an account, require the browser they were issued to. One transaction: if the process dies or the connection is
 * refused, the state stays unused.
 */
export async function finishState(returned: ReturnedCall, deps: FinishDeps): Promise<InstallOutcome> {
  const work = () => withOutbox(deps, (db, enqueue) => finish(returned, { ...deps, db, enqueue }))
  return refusedOn(work)
}

/** A connection that is refused is an outcome of the install, not an error. */
export async function refusedOn(work: () => Promise<InstallOutcome>): Promise<InstallOutcome> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ShopTakenError) return refused('shop-taken')
    if (error instanceof PlanLimitError) return refused('plan-limit')
    if (error instanceof OtherBrowserError) return refused('browser')
    throw error
  }
}

/** Rolls back, so that the browser that started the attempt can still finish it. */
class OtherBrowserError extends Error {}

interface FinishTransaction extends Pick<FinishDeps, 'browsers' | 'log' | 'now'> {
  db: Repositories
  enqueue: EnqueueAfterCommit
}

async function finish(
  { call, platform, cookies }: ReturnedCall,
  finishing: FinishTransaction,
): Promise<InstallOutcome> {
  const { db, browsers } = finishing
  const { domain, code } = call
  const approved = { platform, domain, code }
  const state = await db.oauthStates.consume(call.state ?? '')
  if (!state || state.platform !== platform || state.domain !== domain) return refused('state')
  const { accountId, connectLinkId } = state
  if (connectLinkId !== null && browsers.stateOf(cookies) !== call.state) throw new OtherBrowserError()
  if (accountId !== null) return connectNow({ ...approved, accountId, connectLinkId, attempt: state.hash }, finishing)

  if (!browsers.isBound(call.state ?? '', cookies)) return refused('browser')
  // The merchant of a connected shop reauthorized the app: the shop stays with its account.
  const shop = await db.shops.findConnected(platform, domain)
  if (shop) return connectNow({ ...approved, accountId: shop.accountId }, finishing)
  return { kind: 'pending', installation: await createPending(platform, call, finishing), call }
}

function refused(reason: Refusal): InstallOutcome {
  return { kind: 'refused', reason }
}

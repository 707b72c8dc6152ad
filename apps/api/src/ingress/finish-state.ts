import type { Logger } from '@shopmirror/config'
import { PlanLimitError, type Repositories, ShopTakenError } from '@shopmirror/db'
import { type Enqueue, installShop } from '@shopmirror/jobs'
import type { SignedCall } from '@shopmirror/platforms'
import { connectInstallation } from '../connect-installation.ts'
import type { BrowserBinding } from './browser-binding.ts'
import type { InstallOutcome, Refusal } from './install-outcome.ts'
import { createPending, PENDING_MS } from './pending.ts'

interface FinishDeps {
  db: Repositories
  enqueue: Enqueue
  browsers: BrowserBinding
  log: Logger
  now(): Date
}

interface Returned {
  call: SignedCall
  platform: string
  /** Of the browser that came back. */
  cookies: string | undefined
}

/** Spends the state, once. One of an account connects its shop; one of nobody needs the browser it was given to. */
export async function finishState({ call, platform, cookies }: Returned, deps: FinishDeps): Promise<InstallOutcome> {
  const state = await deps.db.oauthStates.consume(call.state ?? '')
  if (!state || state.platform !== platform || state.domain !== call.domain) return refused('state')
  if (state.accountId !== null) return connect(state.accountId, platform, { call, deps })

  if (!deps.browsers.isBound(call.state ?? '', cookies)) return refused('browser')
  // The merchant of a connected shop gave the access anew: it stays with the account that has it.
  const shop = await deps.db.shops.findConnected(platform, call.domain)
  if (shop) return connect(shop.accountId, platform, { call, deps })
  return { kind: 'pending', installation: await createPending(platform, call, deps), call }
}

async function connect(
  accountId: string,
  platform: string,
  { call: { domain, code }, deps: { db, enqueue, now } }: { call: SignedCall; deps: FinishDeps },
): Promise<InstallOutcome> {
  const shopKey = { platform, domain, accountId }
  const expiresAt = new Date(now().getTime() + PENDING_MS)
  const id = await db.installations.create({ ...shopKey, expiresAt, ...(code !== undefined && { code }) })
  try {
    await connectInstallation({ id, ...shopKey }, db)
  } catch (error) {
    if (error instanceof ShopTakenError) return refused('shop-taken')
    if (error instanceof PlanLimitError) return refused('plan-limit')
    throw error
  }
  await enqueue(installShop, { installationId: id })
  return { kind: 'connected' }
}

function refused(reason: Refusal): InstallOutcome {
  return { kind: 'refused', reason }
}

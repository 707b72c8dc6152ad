import type { Logger } from '@shopmirror/config'
import { PlanLimitError, type Repositories, ShopTakenError } from '@shopmirror/db'
import { type Enqueue, installShop } from '@shopmirror/jobs'
import type { SignedCall } from '@shopmirror/platforms'
import { connectInstallation } from '../connect-installation.ts'
import type { BrowserBinding } from './browser-binding.ts'
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

/** `reason` of the page a merchant lands on: public, and they stay. */
type Refused = 'state' | 'browser' | 'shop-taken' | 'plan-limit'

interface Finished {
  outcome: 'connected' | 'pending' | Refused
  /** Waits to be claimed. */
  installation?: string
}

/** Spends the state, once. One of an account connects its shop; one of nobody needs the browser it was given to. */
export async function finishState({ call, platform, cookies }: Returned, deps: FinishDeps): Promise<Finished> {
  const state = await deps.db.oauthStates.consume(call.state ?? '')
  if (!state || state.platform !== platform || state.domain !== call.domain) return { outcome: 'state' }
  if (state.accountId !== null) return { outcome: await connect(state.accountId, platform, { call, deps }) }

  if (!deps.browsers.isBound(call.state ?? '', cookies)) return { outcome: 'browser' }
  // The merchant of a connected shop gave the access anew: it stays with the account that has it.
  const shop = await deps.db.shops.findConnected(platform, call.domain)
  if (shop) return { outcome: await connect(shop.accountId, platform, { call, deps }) }
  return { outcome: 'pending', installation: await createPending(platform, call, deps) }
}

async function connect(
  accountId: string,
  platform: string,
  { call: { domain, code }, deps: { db, enqueue, now } }: { call: SignedCall; deps: FinishDeps },
): Promise<'connected' | Refused> {
  const shopKey = { platform, domain, accountId }
  const expiresAt = new Date(now().getTime() + PENDING_MS)
  const id = await db.installations.create({ ...shopKey, expiresAt, ...(code !== undefined && { code }) })
  try {
    await connectInstallation({ id, ...shopKey }, db)
  } catch (error) {
    if (error instanceof ShopTakenError) return 'shop-taken'
    if (error instanceof PlanLimitError) return 'plan-limit'
    throw error
  }
  await enqueue(installShop, { installationId: id })
  return 'connected'
}

import type { Claim, Repositories } from '@shopmirror/db'
import { type EnqueueAfterCommit, identifyInstallation, installShop, withOutbox } from '@shopmirror/jobs'
import { connectInstallation } from '../connect-installation.ts'
import { Problem } from '../http/problem.ts'
import type { ControlDeps } from './deps.ts'

type Installation = NonNullable<Awaited<ReturnType<Repositories['installations']['find']>>>

interface ClaimWish {
  id: string
  accountId: string
}

/**
 * Claims an installation and connects its shop, both or neither, then has it installed. Said again by the same account
 * it answers the same, and has the install finished in case the first time broke off. Before anybody knows which shop it
 * leads to there is nothing to connect: whoever finds it out goes on.
 */
export async function claimInstallation(wish: ClaimWish, deps: ControlDeps): Promise<Installation> {
  const installation = await withOutbox(deps, async (tx, enqueue) => {
    const claimed = await claim(wish, tx)
    await demandNotEnded(claimed.installation, tx)
    await goOn(claimed, enqueue)
    return claimed.installation
  })
  deps.log.info({ installation: wish.id, account: wish.accountId, shop: installation.shopId }, 'installation.claimed')
  return installation
}

async function goOn({ installation, outcome }: Claimed, enqueue: EnqueueAfterCommit): Promise<void> {
  const payload = { installationId: installation.id }
  if (installation.domain !== null) await enqueue(installShop, payload)
  // Of one that was this account's from the start the install is on its way already.
  else if (outcome === 'claimed') await enqueue(identifyInstallation, payload)
}

interface Claimed {
  installation: Installation
  outcome: Claim
}

async function claim({ id, accountId }: ClaimWish, db: Repositories): Promise<Claimed> {
  const outcome = await db.installations.claim({ id, accountId })
  const refusal = refusals[outcome]
  if (refusal) throw new Problem(refusal)
  const claimed = await find(id, db)
  if (claimed.shopId) return { installation: claimed, outcome }

  const { platform, domain, error } = claimed
  if (domain === null && error !== null) throw new Problem('installation-expired')
  if (domain !== null) await connectInstallation({ id, accountId, platform, domain }, db)
  return { installation: await find(id, db), outcome }
}

const refusals = {
  claimed: null,
  already_yours: null,
  not_found: 'not-found',
  expired: 'installation-expired',
  taken: 'installation-taken',
} as const satisfies Record<Claim, string | null>

async function find(id: string, db: Repositories): Promise<Installation> {
  const installation = await db.installations.find(id)
  if (!installation) throw new Problem('not-found')
  return installation
}

/** It led to a shop that was uninstalled since: an old grant revives nothing. */
async function demandNotEnded({ shopId }: Installation, db: Repositories): Promise<void> {
  const shop = shopId ? await db.shops.find(shopId) : null
  if (shop?.status === 'uninstalled') throw new Problem('installation-expired')
}

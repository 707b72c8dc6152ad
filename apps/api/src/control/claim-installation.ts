import type { Claim, Repositories } from '@shopmirror/db'
import { type EnqueueAfterCommit, identifyInstallation, installShop, withOutbox } from '@shopmirror/jobs'
import { connectInstallation } from '../connect-installation.ts'
import { Problem } from '../http/problem.ts'
import type { ControlDeps } from './deps.ts'

type Installation = NonNullable<Awaited<ReturnType<Repositories['installations']['find']>>>

interface ClaimRequest {
  id: string
  accountId: string
}

/**
 * Claims an installation and connects its shop in one transaction, then enqueues the install. Idempotent for the same
 * account; a repeated claim also resumes an interrupted install. If the shop is not known yet, `installation.identify`
 * continues.
 */
export async function claimInstallation(request: ClaimRequest, deps: ControlDeps): Promise<Installation> {
  const installation = await withOutbox(deps, async (tx, enqueue) => {
    const claimed = await claim(request, tx)
    await requireConnected(claimed.installation, tx)
    await enqueueInstall(claimed, enqueue)
    return claimed.installation
  })
  deps.log.info(
    { installation: request.id, account: request.accountId, shop: installation.shopId },
    'installation.claimed',
  )
  return installation
}

async function enqueueInstall({ installation, outcome }: ClaimResult, enqueue: EnqueueAfterCommit): Promise<void> {
  const payload = { installationId: installation.id }
  if (installation.domain !== null) await enqueue(installShop, payload)
  // If the installation already belonged to the account, its job was enqueued before.
  else if (outcome === 'claimed') await enqueue(identifyInstallation, payload)
}

interface ClaimResult {
  installation: Installation
  outcome: Claim
}

async function claim({ id, accountId }: ClaimRequest, db: Repositories): Promise<ClaimResult> {
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

/** An old grant does not reconnect a shop that was uninstalled since. Throws `installation-expired`. */
async function requireConnected({ shopId }: Installation, db: Repositories): Promise<void> {
  const shop = shopId ? await db.shops.find(shopId) : null
  if (shop?.status === 'uninstalled') throw new Problem('installation-expired')
}

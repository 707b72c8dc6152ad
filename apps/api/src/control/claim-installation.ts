import type { Claim, Repositories } from '@shopmirror/db'
import { installShop } from '@shopmirror/jobs'
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
 * it answers the same, and has the install finished in case the first time broke off.
 */
export async function claimInstallation(wish: ClaimWish, { db, enqueue, log }: ControlDeps): Promise<Installation> {
  const installation = await db.transaction((tx) => claim(wish, tx))
  await demandNotEnded(installation, db)
  await enqueue(installShop, { installationId: wish.id })
  log.info({ installation: wish.id, account: wish.accountId, shop: installation.shopId }, 'installation.claimed')
  return installation
}

async function claim({ id, accountId }: ClaimWish, db: Repositories): Promise<Installation> {
  const outcome = await db.installations.claim({ id, accountId })
  const refusal = refusals[outcome]
  if (refusal) throw new Problem(refusal)
  const claimed = await find(id, db)
  if (claimed.shopId) return claimed

  const { platform, domain } = claimed
  await connectInstallation({ id, accountId, platform, domain }, db)
  return find(id, db)
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

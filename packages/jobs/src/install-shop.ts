import { AuthRevokedError, PermanentError, RetryableError } from '@shopmirror/platforms'
import { z } from 'zod'
import type { JobContext } from './context.ts'
import { defineJob } from './define-job.ts'
import { describeFailure } from './describe-failure.ts'
import { grantAccess, type Installation } from './install/grant-access.ts'
import { type Identified, identify } from './install/identify.ts'
import { learnShop } from './install/learn-shop.ts'
import { registerWebhooks } from './register-webhooks.ts'
import { startSync } from './start-sync.ts'

/** From a claimed installation to an active shop, with webhooks and a first sync on their way. May begin again at any line. */
export const installShop = defineJob({
  name: 'shop.install',
  queue: 'shops',
  payload: z.object({ installationId: z.string() }),
  options: { attempts: 8, backoffMs: 2_000 },
  id: ({ installationId }) => installationId,

  async run({ installationId }, context) {
    const installation = await connect(installationId, context)
    const { shop } = installation
    const goesOn = await isSetUp(installation, context)
    const before = await context.db.credentials.read(shop.id)
    try {
      await grantAccess(installation, context)
      await introduce(shop, context)
    } catch (error) {
      // A working shop keeps its tokens when a second installation is refused: the keeper finds out what they are worth.
      if (error instanceof AuthRevokedError && shop.access !== 'active') {
        const version = error.version ?? before?.version ?? null
        const reason = error.message
        await context.db.shops.setAccess({ shopId: shop.id, version, access: 'reauth_required', reason })
      }
      throw error
    }
    if (goesOn) return context.log.info({ shop: shop.id, platform: shop.platform }, 'shop.reauthorized')
    await context.enqueue(registerWebhooks, { shopId: shop.id })
    if (!(await isPaused(shop.id, context)))
      await startSync({ shopId: shop.id, type: 'full', trigger: 'install' }, context)
    context.log.info({ shop: shop.id, platform: shop.platform }, 'shop.installed')
  },

  /** The shop says why it never became active, the installation why there is none; nothing else would tell who waits. */
  async failed({ installationId }, { db }, error) {
    const installation = await db.installations.find(installationId)
    const { message } = describeFailure(error)
    const isUntold = installation?.accountId && !installation.shopId && !installation.error
    if (isUntold) await db.installations.fail(installationId, message)
    if (installation?.shopId) await db.shops.explainConnecting(installation.shopId, message)
  },
})

async function connect(id: string, context: JobContext): Promise<Installation> {
  const { db, platforms } = context
  const installation = await db.installations.find(id)
  // Enqueued in the transaction that creates it, which may not have ended.
  if (!installation) throw new RetryableError(`There is no installation ${id} yet.`)
  const { accountId } = installation
  if (!accountId) throw new PermanentError(`Installation ${id} belongs to no account: claim it first.`)

  const platform = platforms.get(installation.platform)
  if (!platform) throw new PermanentError(`This installation serves no platform ${installation.platform}.`)

  const shop = await shopOf({ ...(await identify(installation, context)), accountId }, db)
  const { domain } = shop
  if (platform.choice) await db.installations.settle({ platform: platform.id, domain }, { accountId, shopId: shop.id })
  return { id, platform, shop }
}

type Claimed = Pick<Identified, 'id' | 'platform' | 'domain' | 'shopId'> & { accountId: string }

/** An installation leads to one shop for good: what was uninstalled since is not revived by an old grant. */
async function shopOf(
  { id, accountId, platform, domain, shopId }: Claimed,
  db: JobContext['db'],
): Promise<Installation['shop']> {
  if (!shopId) {
    const { shop } = await db.shops.connect({ accountId, platform, domain }).catch((error) => giveUp(id, error, db))
    await db.installations.attachShop(id, shop.id)
    return shop
  }
  const shop = await db.shops.find(shopId)
  if (shop && shop.status !== 'uninstalled') return shop
  throw new PermanentError(`${domain} was uninstalled after this installation: the merchant has to install it again.`)
}

/** Another account has the shop, or the plan is full: only a person can change that, and is told on the installation. */
async function giveUp(id: string, error: unknown, db: JobContext['db']): Promise<never> {
  const isRefusal = error instanceof Error && (error.name === 'ShopTakenError' || error.name === 'PlanLimitError')
  if (!isRefusal) throw error
  await db.installations.fail(id, error.message)
  throw new PermanentError(error.message, { cause: error })
}

/** Where the app itself is what is installed, a consent given again changes the tokens of a shop at work, and no more. */
async function isSetUp({ platform, shop }: Installation, { db }: JobContext): Promise<boolean> {
  if (!platform.choice || shop.access !== 'active') return false
  const runs = await db.runs.list({ accountId: null, shopId: shop.id, limit: 2 })
  // A first run that only waits may have been left before it was enqueued.
  return runs.some(({ status }) => status !== 'queued')
}

/** Asks the platform who the shop is, and opens it: for as long as the credentials that could ask are the shop's. */
async function introduce({ id }: Installation['shop'], context: JobContext): Promise<void> {
  const { db, openShop, credentials } = context
  const open = await openShop(id, 'refetch')
  await db.shops.clearMissingScopes(id)
  await learnShop(open, context)
  const { version } = await credentials.get(id)
  if (await db.shops.setAccess({ shopId: id, version, access: 'active' })) return db.alerts.clear(id, 'auth_revoked')
  credentials.forget(id)
  throw new RetryableError(`The credentials of shop ${id} were replaced while it was installed: trying again.`)
}

async function isPaused(shopId: string, { db }: JobContext): Promise<boolean> {
  const shop = await db.shops.find(shopId)
  return shop?.pausedAt != null
}

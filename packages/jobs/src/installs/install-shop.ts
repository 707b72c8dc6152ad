import { AuthRevokedError, PermanentError, RetryableError } from '@shopmirror/platforms'
import { z } from 'zod'
import { describeFailure } from '../alerts/describe-failure.ts'
import type { JobContext } from '../context.ts'
import { defineJob } from '../queue/define-job.ts'
import { withOutbox } from '../queue/with-outbox.ts'
import { type SyncTransaction, startSyncIn } from '../sync/start-sync.ts'
import { registerWebhooks } from '../webhooks/register-webhooks.ts'
import { grantAccess } from './grant-access.ts'
import { type Identified, identify } from './identify.ts'
import { learnShop } from './learn-shop.ts'
import type { Installation } from './take-tokens.ts'

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
    let version: number
    try {
      await grantAccess(installation, context)
      version = await describe(shop, context)
    } catch (error) {
      // A working shop keeps its tokens when a second installation is refused: the keeper finds out what they are worth.
      if (error instanceof AuthRevokedError && shop.access !== 'active') {
        const version = error.version ?? before?.version ?? null
        const reason = error.message
        await context.db.shops.setAccess({ shopId: shop.id, version, access: 'reauth_required', reason })
      }
      throw error
    }
    await open({ ...installation, version, goesOn }, context)
    context.log.info({ shop: shop.id, platform: shop.platform }, goesOn ? 'shop.reauthorized' : 'shop.installed')
  },

  /** The shop says why it never became active, the installation why there is none; nothing else would tell who waits. */
  async failed({ installationId }, { db }, error) {
    const installation = await db.installations.find(installationId)
    const { message } = describeFailure(error)
    if (installation?.accountId) await db.installations.fail(installationId, message)
    if (installation?.shopId) await db.shops.explainConnecting(installation.shopId, message)
  },
})

async function connect(id: string, context: JobContext): Promise<Installation> {
  const { db, platforms } = context
  const installation = await db.installations.find(id)
  if (!installation) throw new PermanentError(`There is no installation ${id}: it was erased with its shop.`)
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
  return (await db.runs.list({ accountId: null, shopId: shop.id, limit: 1 })).length > 0
}

/** Asks the platform who the shop is. Answers the version of the credentials that could ask. */
async function describe({ id }: Installation['shop'], context: JobContext): Promise<number> {
  const { db, openShop, credentials } = context
  const opened = await openShop(id, 'refetch')
  await db.shops.clearMissingScopes(id)
  await learnShop(opened, context)
  return (await credentials.get(id)).version
}

interface Opening extends Installation {
  /** Of the credentials that work. */
  version: number
  /** It has been set up before. */
  goesOn: boolean
}

/** Active, with its webhooks and its first sync on their way. A shop that people paused stays paused, and syncs later. */
async function open(opening: Opening, context: JobContext): Promise<void> {
  const { id, shop, version, goesOn } = opening
  await withOutbox(context, async (db, enqueue) => {
    if (!(await db.shops.setAccess({ shopId: shop.id, version, access: 'active' }))) throw replaced(shop.id, context)
    await db.alerts.clear(shop.id, 'auth_revoked')
    await db.installations.finish(id)
    if (!goesOn) await setUp(shop.id, { db, enqueue, platforms: context.platforms })
  })
}

function replaced(shopId: string, { credentials }: JobContext): RetryableError {
  credentials.forget(shopId)
  return new RetryableError(`The credentials of shop ${shopId} were replaced while it was installed: trying again.`)
}

async function setUp(shopId: string, starting: SyncTransaction): Promise<void> {
  await starting.enqueue(registerWebhooks, { shopId })
  const shop = await starting.db.shops.find(shopId)
  if (!shop?.pausedAt) await startSyncIn({ shopId, type: 'full', trigger: 'install' }, starting)
}

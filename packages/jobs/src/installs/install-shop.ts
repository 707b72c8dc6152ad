import { AuthRevokedError, PermanentError, RetryableError } from '@shopmirror/platforms'
import { z } from 'zod'
import { describeFailure } from '../alerts/describe-failure.ts'
import type { JobContext } from '../context.ts'
import { defineJob } from '../queue/define-job.ts'
import { withOutbox } from '../queue/with-outbox.ts'
import { requirePlatform } from '../require-platform.ts'
import { type SyncTransaction, startSyncIn } from '../sync/start-sync.ts'
import { registerWebhooks } from '../webhooks/register-webhooks.ts'
import type { Installation } from './adopt-tokens.ts'
import { grantAccess } from './grant-access.ts'
import { type Identified, identify } from './identify.ts'
import { LinkRefusedError, refusalOf } from './refusal-of.ts'
import { updateProfile } from './update-profile.ts'

/** Turns a claimed installation into an active shop, and enqueues its webhooks and first sync. Safe to repeat. */
export const installShop = defineJob({
  name: 'shop.install',
  queue: 'shops',
  payload: z.object({ installationId: z.string() }),
  options: { attempts: 8, backoffMs: 2_000 },
  id: ({ installationId }) => installationId,

  async run({ installationId }, context) {
    const installation = await connect(installationId, context)
    const { shop } = installation
    const wasSetUp = await isSetUp(installation, context)
    const before = await context.db.credentials.read(shop.id)
    let version: number
    try {
      await grantAccess(installation, context)
      version = await describe(shop, context)
    } catch (error) {
      // An active shop keeps its tokens when a second installation is refused: the keeper will notice if they are
      // revoked.
      if (error instanceof AuthRevokedError && shop.access !== 'active') {
        const version = error.version ?? before?.version ?? null
        const reason = error.message
        await context.db.shops.setAccess({ shopId: shop.id, version, access: 'reauth_required', reason })
      }
      throw error
    }
    await activate({ ...installation, version, wasSetUp }, context)
    context.log.info({ shop: shop.id, platform: shop.platform }, wasSetUp ? 'shop.reauthorized' : 'shop.installed')
  },

  /** Stores the reason on the installation and on the shop, where the user who is waiting sees it. */
  async failed({ installationId }, { db }, error) {
    const installation = await db.installations.find(installationId)
    const { message } = describeFailure(error)
    if (installation?.accountId)
      await db.installations.fail(installationId, message, installation.refusal ?? refusalOf(error))
    if (installation?.shopId) await db.shops.explainConnecting(installation.shopId, message)
  },
})

interface ConnectedInstallation extends Installation {
  connectLinkId: string | null
}

async function connect(id: string, context: JobContext): Promise<ConnectedInstallation> {
  const { db, platforms } = context
  const installation = await db.installations.find(id)
  if (!installation) throw new PermanentError(`Installation ${id} was erased with its shop.`)
  const { accountId } = installation
  if (!accountId) throw new PermanentError(`Installation ${id} belongs to no account. Claim it first.`)

  const platform = requirePlatform(installation.platform, platforms)

  const shop = await shopOf({ ...(await identify(installation, context)), accountId }, db)
  const { domain } = shop
  if (platform.install.kind === 'merchant_selects_shop')
    await db.installations.claimUnclaimed({ platform: platform.id, domain }, { accountId, shopId: shop.id })
  return { id, platform, shop, connectLinkId: installation.connectLinkId }
}

type ClaimedInstallation = Pick<Identified, 'id' | 'platform' | 'domain' | 'shopId' | 'connectLinkId'> & {
  accountId: string
}

/** An installation stays with its shop: an old grant does not reconnect a shop that was uninstalled since. */
async function shopOf(installation: ClaimedInstallation, db: JobContext['db']): Promise<Installation['shop']> {
  const { id, domain, shopId } = installation
  if (!shopId) return connectShop(installation, db).catch((error) => failInstallation(id, error, db))
  const shop = await db.shops.find(shopId)
  if (shop && shop.status !== 'uninstalled') return shop
  throw new PermanentError(
    `${domain} was uninstalled after this installation. The merchant must install the app again.`,
  )
}

/** One transaction: a connect link that admitted a shop which cannot be connected admits another one. */
function connectShop({ id, connectLinkId, ...shopKey }: ClaimedInstallation, db: JobContext['db']) {
  return db.transaction(async (tx) => {
    if (connectLinkId !== null) await requireAdmitted(connectLinkId, shopKey, tx)
    const { accountId, platform, domain } = shopKey
    const { shop } = await tx.shops.connect({ accountId, platform, domain })
    await tx.installations.attachShop(id, shop.id)
    return shop
  })
}

/** Only now is it known which shop the merchant selected. */
async function requireAdmitted(
  linkId: string,
  { platform, domain }: Pick<ClaimedInstallation, 'platform' | 'domain'>,
  db: JobContext['db'],
): Promise<void> {
  const refusal = await db.connectLinks.admit(linkId, { platform, domain }, { wasInTime: true })
  if (refusal) throw new LinkRefusedError(refusal)
}

/**
 * Another account has the shop, the plan's limit is reached, or the merchant's link is for another shop: stored on the
 * installation, because only a person can resolve it. Tokens of a shop that is not connected are not kept longer.
 */
async function failInstallation(id: string, error: unknown, db: JobContext['db']): Promise<never> {
  const refusal = refusalOf(error)
  if (!refusal) throw error
  const { message } = error as Error
  await db.installations.fail(id, message, refusal)
  if (error instanceof LinkRefusedError) await db.installations.dropTokens(id)
  throw new PermanentError(message, { cause: error })
}

/** On platforms where the merchant selects the shop, a repeated consent only replaces the tokens of an active shop. */
async function isSetUp({ platform, shop }: Installation, { db }: JobContext): Promise<boolean> {
  if (platform.install.kind !== 'merchant_selects_shop' || shop.access !== 'active') return false
  return (await db.runs.list({ accountId: null, shopId: shop.id, limit: 1 })).length > 0
}

/** Reads the shop's profile. Returns the version of the credentials that could read it. */
async function describe({ id }: Installation['shop'], context: JobContext): Promise<number> {
  const { db, openShop, credentials } = context
  const opened = await openShop(id, 'refetch')
  await db.shops.clearMissingScopes(id)
  await updateProfile(opened, context)
  return (await credentials.get(id)).version
}

interface Activation extends ConnectedInstallation {
  /** Version of the credentials that work. */
  version: number
  /** The shop was set up before: webhooks and first sync are not enqueued again. */
  wasSetUp: boolean
}

/**
 * Sets the shop active, and enqueues its webhooks and first sync in the same transaction. A paused shop stays paused
 * and syncs when it is resumed.
 */
async function activate(activation: Activation, context: JobContext): Promise<void> {
  const { id, shop, version, wasSetUp, connectLinkId } = activation
  await withOutbox(context, async (db, enqueue) => {
    if (!(await db.shops.setAccess({ shopId: shop.id, version, access: 'active' }))) throw replaced(shop.id, context)
    await db.alerts.clear(shop.id, 'auth_revoked')
    await db.installations.finish(id)
    if (connectLinkId !== null) await db.connectLinks.markUsed(connectLinkId)
    if (!wasSetUp) await setUp(shop.id, { db, enqueue, platforms: context.platforms })
  })
}

function replaced(shopId: string, { credentials }: JobContext): RetryableError {
  credentials.forget(shopId)
  return new RetryableError(`The credentials of shop ${shopId} were replaced during the install. Retrying.`)
}

async function setUp(shopId: string, starting: SyncTransaction): Promise<void> {
  await starting.enqueue(registerWebhooks, { shopId })
  const shop = await starting.db.shops.find(shopId)
  if (!shop?.pausedAt) await startSyncIn({ shopId, type: 'full', trigger: 'install' }, starting)
}

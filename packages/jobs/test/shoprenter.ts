import { loadPlatforms, type Platform } from '@shopmirror/platforms'
import { type Sandbox, type SandboxOptions, startSandbox } from '@shopmirror/sandbox'
import { type Comparison, compareMirror } from '@shopmirror/scripts/compare.ts'
import { shoprenterTruth } from '@shopmirror/scripts/expectation/shoprenter-truth.ts'
import { installShop } from '../src/install-shop.ts'
import { type SyncWish, startSync } from '../src/start-sync.ts'
import { syncRun } from '../src/sync-run.ts'
import { createStage, type Stage } from './context.ts'

export interface ShoprenterStage extends Stage {
  sandbox: Sandbox
  /** A granted installation, claimed by the account. */
  claim(domain: string): Promise<string>
  install(installationId: string): Promise<void>
  /** A new shop of the sandbox, installed; its first sync waits in the queue. */
  installShop(domain: string): Promise<string>
  /** A whole run, from its creation to its end. Answers its id. */
  sync(shopId: string, wish?: Partial<SyncWish>): Promise<string>
  /** The mirror against the sandbox's world, every field of every row. */
  compare(shopId: string, domain: string): Promise<Comparison>
}

/** The sandbox over HTTP, the real adapter, and a shop's allowance that lets tests be quick. */
export async function createShoprenterStage(
  options: SandboxOptions = {},
  env: Record<string, string> = {},
): Promise<ShoprenterStage> {
  const sandbox = await startSandbox({ requestsPerSecond: 1_000, ...options })
  const now = () => new Date(sandbox.clock.now())
  const platforms = loadPlatforms({ ...sandbox.env, ...env }, { now })
  const stage = await createStage({ platforms: [...platforms.values()].map(hurried), now })
  const { context } = stage

  const install = (installationId: string) => installShop.run({ installationId }, context, stage.attempt())
  const claim = (domain: string) =>
    context.db.installations.create({
      platform: 'shoprenter',
      domain,
      code: 'a-grant',
      accountId: stage.account.id,
      expiresAt: new Date(now().getTime() + 900_000),
    })
  return {
    ...stage,
    sandbox,
    claim,
    install,
    async installShop(domain) {
      await install(await claim(domain))
      const shop = await context.db.shops.findConnected('shoprenter', domain)
      if (!shop) throw new Error(`${domain} was not connected.`)
      return shop.id
    },
    async sync(shopId, wish) {
      const { run } = await startSync({ shopId, type: 'full', trigger: 'manual', ...wish }, context)
      await syncRun.run({ runId: run.id, shopId }, context, stage.attempt())
      return run.id
    },
    compare: (shopId, domain) =>
      compareMirror({ sql: stage.sql, shopId, truth: shoprenterTruth(sandbox.shop(domain)) }),
    async [Symbol.asyncDispose]() {
      await stage[Symbol.asyncDispose]()
      await sandbox.close()
    },
  }
}

/** The real limit would make every test wait; how it is kept is tested elsewhere. */
function hurried(platform: Platform): Platform {
  return { ...platform, budget: { ...platform.budget, perSecond: 900 } }
}

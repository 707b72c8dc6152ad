import { loadPlatforms, type Platform, RateLimitedError } from '@shopmirror/platforms'
import { expectationOf, type Sandbox, type SandboxOptions, startSandbox } from '@shopmirror/sandbox'
import { type Comparison, compareMirror, describeDifferences } from '@shopmirror/scripts/compare.ts'
import { installShop } from '../src/installs/install-shop.ts'
import { type SyncRequest, startSync } from '../src/sync/start-sync.ts'
import { syncRun } from '../src/sync/sync-run.ts'
import { createStage, type Stage } from './context.ts'

export interface SandboxStage extends Stage {
  sandbox: Sandbox
  /** A granted installation, claimed by the account. */
  claim(domain: string): Promise<string>
  install(installationId: string): Promise<void>
  /** A new shop of the sandbox, installed; its first sync waits in the queue. */
  installShop(domain: string): Promise<string>
  /** A whole run, from its creation to its end. Answers its id. */
  sync(shopId: string, wish?: Partial<SyncRequest>): Promise<string>
  /** The mirror against the sandbox's world, every field of every row. */
  compare(shopId: string, domain: string): Promise<Comparison>
  /** What differs between the two, in words; nothing does when it is empty. */
  differences(shopId: string, domain: string): Promise<string>
}

export interface SandboxStageOptions {
  sandbox: SandboxOptions
  env: Record<string, string>
  /** What the merchant's browser brings from the platform. */
  grant(sandbox: Sandbox, domain: string): string
  adjust?(platform: Platform): Platform
  /** Resolves when a run of this shop that was told to wait may go on. Without it, a run never has to. */
  ready?(sandbox: Sandbox, domain: string): Promise<void>
}

/** The sandbox over HTTP and the real adapter; the domain of a shop says which one. */
export async function createSandboxStage(options: SandboxStageOptions): Promise<SandboxStage> {
  const { adjust = (platform) => platform, ready } = options
  const sandbox = await startSandbox(options.sandbox)
  const now = () => new Date(sandbox.clock.now())
  const platforms = loadPlatforms({ ...sandbox.env, ...options.env }, { now })
  const stage = await createStage({ platforms: [...platforms.values()].map(adjust), now })
  const { context } = stage

  const install = (installationId: string) => installShop.run({ installationId }, context, stage.attempt())
  const claim = (domain: string) =>
    context.db.installations.create({
      ...{ platform: expectationOf(domain).platform, domain },
      code: options.grant(sandbox, domain),
      accountId: stage.account.id,
      expiresAt: new Date(now().getTime() + 900_000),
    })
  const compare = (shopId: string, domain: string) => {
    const truth = expectationOf(domain).truthOf(sandbox, domain)
    return compareMirror({ sql: stage.sql, shopId, truth })
  }
  const finish = async (payload: { runId: string; shopId: string }): Promise<void> => {
    try {
      await syncRun.run(payload, context, stage.attempt())
    } catch (error) {
      if (!ready || !(error instanceof RateLimitedError)) throw error
      const shop = await context.db.shops.find(payload.shopId)
      await ready(sandbox, shop?.domain ?? '')
      await finish(payload)
    }
  }
  return {
    ...stage,
    ...{ sandbox, claim, install, compare },
    async installShop(domain) {
      await install(await claim(domain))
      const shop = await context.db.shops.findConnected(expectationOf(domain).platform, domain)
      if (!shop) throw new Error(`${domain} was not connected.`)
      return shop.id
    },
    async sync(shopId, wish) {
      const { run } = await startSync({ shopId, type: 'full', trigger: 'manual', ...wish }, context)
      await finish({ runId: run.id, shopId })
      return run.id
    },
    differences: async (shopId, domain) => describeDifferences((await compare(shopId, domain)).differences),
    async [Symbol.asyncDispose]() {
      await stage[Symbol.asyncDispose]()
      await sandbox.close()
    },
  }
}

import type { Sandbox, SandboxOptions } from '@shopmirror/sandbox'
import { until } from '@shopmirror/test/until.ts'
import { createSandboxStage, type SandboxStage } from './sandbox-stage.ts'

/** Shopify with a bucket that lets tests be quick. How the real one is kept is tested elsewhere. */
export function createShopifyStage(
  options: SandboxOptions = {},
  env: Record<string, string> = {},
): Promise<SandboxStage> {
  return createSandboxStage({
    sandbox: { shopify: { allowance: { bucket: 100_000, restorePerSecond: 10_000 } }, ...options },
    env: { SHOPIFY_BUCKET: '100000', SHOPIFY_RESTORE_PER_SECOND: '10000', ...env },
    grant: ({ shopify }, domain) =>
      shopify.tokens.issueCode(domain, { client: shopify.clientId, scopes: shopify.scopes }),
    ready: operationsEnded,
  })
}

/** What the platform takes a while for, and then tells by webhook. */
export async function operationsEnded({ shopify }: Sandbox, domain: string): Promise<void> {
  const { bulkOperations } = shopify.shop(domain)
  await until(() => bulkOperations.list().every(({ completedAt }) => completedAt !== null), { timeoutMs: 30_000 })
}

import type { SandboxOptions } from '@shopmirror/sandbox'
import { merchantIdOf } from '@shopmirror/sandbox/shopline/testing'
import { createSandboxStage, type SandboxStage } from './sandbox-stage.ts'

/** SHOPLINE that takes more calls than tests make. How the real allowance is kept is tested elsewhere. */
export function createShoplineStage(
  options: SandboxOptions = {},
  env: Record<string, string> = {},
): Promise<SandboxStage> {
  return createSandboxStage({
    sandbox: { shopline: { requestsPerSecond: 10_000 }, ...options },
    // The most that may be set.
    env: { SHOPLINE_REQUESTS_PER_SECOND: '100', ...env },
    grant: ({ shopline }, domain) => shopline.tokens.issueCode(domain),
  })
}

/** A merchant of a new world. */
export function newMerchant(): string {
  return merchantIdOf(`b${Math.random().toString(36).slice(2, 10)}`)
}

import type { Platform } from '@shopmirror/platforms'
import type { SandboxOptions } from '@shopmirror/sandbox'
import { createSandboxStage, type SandboxStage } from './sandbox-stage.ts'

/** ShopRenter with a shop's allowance that lets tests be quick. */
export function createShoprenterStage(
  options: SandboxOptions = {},
  env: Record<string, string> = {},
): Promise<SandboxStage> {
  return createSandboxStage({
    sandbox: { shoprenter: { requestsPerSecond: 1_000 }, ...options },
    env,
    grant: () => 'a-grant',
    adjust: hurried,
  })
}

/** The real limit would make every test wait; how it is kept is tested elsewhere. */
function hurried(platform: Platform): Platform {
  return { ...platform, budget: { ...platform.budget, perSecond: 900 } }
}

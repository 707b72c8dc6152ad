import type { Platform, PlatformDeps } from './contract/platform.ts'
import { shopify } from './shopify/index.ts'
import { shopline } from './shopline/index.ts'
import { shoprenter } from './shoprenter/index.ts'

/** The only line outside its folder that a new platform adds. */
export const modules = [shoprenter, shopify, shopline] as const

/** Every platform by its id, with its settings from the environment. Throws one error per platform that names every problem. */
export function loadPlatforms(
  env: Readonly<Record<string, string | undefined>>,
  deps: PlatformDeps,
): ReadonlyMap<string, Platform> {
  return new Map(modules.map((module) => [module.id, module.load(env, deps)]))
}

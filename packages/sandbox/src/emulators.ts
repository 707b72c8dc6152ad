import type { Domains, EmulatorDeps, PlatformEmulator, PlatformHost } from './platform-emulator.ts'
import { createShopify } from './shopify/create-shopify.ts'
import { shopifyDomains } from './shopify/domains.ts'
import { shopifyHosts } from './shopify/hosts.ts'
import { createShopline } from './shopline/create-shopline.ts'
import { shoplineDomains } from './shopline/domains.ts'
import { shoplineHosts } from './shopline/hosts.ts'
import { createShoprenter } from './shoprenter/create-shoprenter.ts'
import { shoprenterDomains } from './shoprenter/domains.ts'
import { shoprenterHosts } from './shoprenter/hosts.ts'

/**
 * A new platform adds itself here, and to each of the lists below. A domain belongs to the first platform that recognises it: a shop of
 * ShopRenter may have any name, so the more specific forms come first.
 */
const create = { shopify: createShopify, shopline: createShopline, shoprenter: createShoprenter }
const domains: Readonly<Record<EmulatorId, Domains>> = {
  shopify: shopifyDomains,
  shopline: shoplineDomains,
  shoprenter: shoprenterDomains,
}

export const platformHosts: readonly PlatformHost[] = [...shopifyHosts, ...shoplineHosts, ...shoprenterHosts]

type EmulatorId = keyof typeof create
export type Emulators = { [Id in EmulatorId]: ReturnType<(typeof create)[Id]> }
export type EmulatorOptions = { [Id in EmulatorId]?: Parameters<(typeof create)[Id]>[0] }

const ids = Object.keys(create) as EmulatorId[]

export function createEmulators(options: EmulatorOptions, deps: EmulatorDeps): Emulators {
  return Object.fromEntries(ids.map((id) => [id, create[id](options[id] ?? {}, deps)])) as Emulators
}

export function listEmulators(emulators: Emulators): PlatformEmulator[] {
  return ids.map((id) => emulators[id])
}

/** By the first part of a path. */
export function findEmulator(emulators: Emulators, name: string | undefined): PlatformEmulator | null {
  const id = ids.find((known) => known === name)
  return id ? emulators[id] : null
}

/** `null` if no platform has domains of this form. */
export function findEmulatorOfShop(
  emulators: Emulators,
  domain: string,
): { emulator: PlatformEmulator; worldName: string } | null {
  const id = ids.find((known) => domains[known].isDomain(domain))
  return id ? { emulator: emulators[id], worldName: domains[id].worldNameOf(domain) } : null
}

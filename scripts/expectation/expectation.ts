import type { Sandbox, Walk } from '@shopmirror/sandbox'
import type { WorldShop } from '@shopmirror/sandbox/world/shop.ts'
import type { ApiClient } from '../api-client.ts'
import type { Truth } from '../compare.ts'

/** Who acts: an account of ours, and the pretend platforms. */
export interface Actors {
  api: ApiClient
  sandbox: Sandbox
}

/** What is peculiar to a platform when a merchant comes, when a merchant goes, and when a mirror is compared with its shop. */
export interface Expectation {
  platform: string
  /** For people. */
  name: string
  /** Whether a shop at this domain is one of this platform. */
  isDomain(domain: string): boolean
  /** What the account itself asks of the api in an install, before the merchant's browser goes or after it came. */
  account: { asksFirst: string } | { asksLast: string }
  /** By webhook, about everything; otherwise about orders only, and never that one is gone. */
  tellsAll: boolean
  /** The shop as it really is. */
  worldOf(sandbox: Sandbox, domain: string): WorldShop
  /** Every row the mirror of this shop has to hold, and nothing else: from the world, never from what the platform answers. */
  truthOf(world: WorldShop): Truth
  /** The order's id in the mirror, by its number in the world. */
  orderIdOf(number: number): string
  /** A merchant's browser, until the shop is on its way to the account. */
  install(actors: Actors, domain: string): Promise<Walk>
  /** The merchant removes the app; everything that the browser did, where it did anything. */
  uninstall(sandbox: Sandbox, domain: string): Promise<Walk | null>
}

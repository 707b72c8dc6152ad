import { type Clock, createClock } from './clock.ts'
import { createEmulators, type EmulatorOptions, type Emulators, listEmulators } from './emulators.ts'
import { createFaults, type Faults } from './faults.ts'
import { createStats, type Stats } from './stats.ts'
import type { TlsListener, TlsOptions } from './tls/listen-tls.ts'
import type { Sizes } from './world/generate.ts'
import { createShop, type WorldShop } from './world/shop.ts'

export interface SandboxOptions extends Partial<Sizes>, EmulatorOptions {
  /** Default: any free one. */
  port?: number
  /** Serves the platforms under their real host names as well, by TLS. Default: not. */
  tls?: TlsOptions
  /** The same seed makes the same world. Default 1. */
  seed?: number
  /** World names of shops that exist from the start; others appear when first used. Default `minta-bolt`. */
  shops?: string[]
  /** How many of the four warehouses are in use. Default 2. */
  stockCount?: number
  /** The app requests write scopes, also on platforms where most apps only read. Default false. */
  appWrites?: boolean
  /** Base URL of the app, without a slash at its end; each platform has options for single URLs of it. */
  appUrl?: string
}

/** Pretend platforms over one world: each has every shop of the world, under a domain of its own. */
export interface Sandbox extends Emulators {
  url: string
  tls?: TlsListener
  /** Settings with which an api and a worker use this sandbox. */
  env: Record<string, string>
  /** A shop as it really is, by its name in the world. Default: the first. */
  world(name?: string): WorldShop
  faults: Faults
  clock: Clock
  stats: Stats
  close(): Promise<void>
}

/** Everything behind the HTTP server. */
export type Core = Omit<Sandbox, 'close'>

const DEFAULT_SHOP = 'minta-bolt'

export function createCore(options: SandboxOptions, url: string): Core {
  const { seed = 1, appUrl = `${url}/nowhere`, shops: names = [], appWrites = false } = options
  const [firstShop = DEFAULT_SHOP] = names
  const clock = createClock()
  const faults = createFaults()
  const stats = createStats()
  const worlds = new Map<string, WorldShop>()
  const openWorld = (name: string): WorldShop => {
    const known = worlds.get(name)
    if (known) return known
    const world = createShop({ ...options, domain: name, seed: seed + worlds.size, clock })
    worlds.set(name, world)
    return world
  }
  for (const name of [firstShop, ...names]) openWorld(name)

  const emulators = createEmulators(options, { url, appUrl, clock, faults, stats, firstShop, appWrites, openWorld })
  return {
    ...emulators,
    ...{ url, clock, faults, stats },
    env: Object.assign({}, ...listEmulators(emulators).map(({ env }) => env)),
    world: (name = firstShop) => openWorld(name),
  }
}

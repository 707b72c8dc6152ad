import { loadConfig } from '@shopmirror/config'
import type { z } from 'zod'
import type { Install } from './install.ts'
import type { OwnAppFormat } from './own-app.ts'
import type { PushKind } from './push-kinds.ts'
import type { Reads } from './reads.ts'
import type { BudgetPolicy } from './shop-access.ts'
import type { ClientOptions, ShopClient } from './shop-client.ts'
import type { Tokens } from './tokens.ts'
import type { Webhooks } from './webhooks.ts'
import type { WriteCapabilities } from './writes.ts'

/** Everything the system knows about a platform. An ability that only some platforms have is one optional member. */
export interface Platform {
  /** The word in addresses, tables and settings: `shopify`. */
  readonly id: string
  /** Whether the app's credentials are set; without them only shops with their own credentials can connect. */
  readonly configured: boolean
  /** The rate limit of each shop. */
  readonly budget: BudgetPolicy
  /** Turns what people type or paste to name a shop into its name on the platform; `null` when it cannot be one. */
  parseDomain(input: string): string | null
  /** Problems of this machine: what is wrong, which setting to change, what happens until then. Empty when there are none. */
  checkMachine?(): Promise<string[]>
  readonly tokens: Tokens
  /** Absent: shops cannot connect with their own credentials. */
  readonly ownApp?: OwnAppFormat
  readonly install: Install
  readonly webhooks: Webhooks
  readonly reads: Reads
  /** What can be written to its shops, by kind of push; absent: nothing. */
  readonly writes?: WriteCapabilities
  /** Why a kind of push is not taken, and what to use instead. */
  readonly unsupportedWrites?: { readonly [Kind in PushKind]?: string }
  client(options: ClientOptions): ShopClient
}

export interface PlatformDeps {
  now(): Date
}

export interface PlatformModule<Schema extends z.ZodObject = z.ZodObject> {
  readonly id: string
  /** Settings of this platform. Each has a default or is optional, so that an unused platform needs none. */
  readonly settings: Schema
  create(settings: z.output<Schema>, deps: PlatformDeps): Platform
}

type Environment = Readonly<Record<string, string | undefined>>

export interface DefinedPlatform<Schema extends z.ZodObject> extends PlatformModule<Schema> {
  /** Creates the platform from environment variables. Throws one error that names every invalid setting. */
  load(env: Environment, deps: PlatformDeps): Platform
}

/** Adds `load` to a platform's module. */
export function definePlatform<Schema extends z.ZodObject>(module: PlatformModule<Schema>): DefinedPlatform<Schema> {
  return { ...module, load: (env, deps) => module.create(loadConfig(module.settings, env), deps) }
}

import type { Clock } from '../clock.ts'
import type { Faults } from '../faults.ts'
import type { WorldShop } from '../world/shop.ts'
import { type BulkDesk, createBulkDesk } from './bulk/desk.ts'
import type { ResultFiles } from './bulk/files.ts'
import { bulkSubject } from './bulk/resolvers.ts'
import { fulfillmentOrdersOf } from './fulfillment-orders.ts'
import type { Allowance } from './graphql/bucket.ts'
import type { DefaultsLedger } from './graphql/defaults/ledger.ts'
import { createFace, type Face } from './graphql/face.ts'
import { adminSchema } from './graphql/schema.ts'
import { createIdempotencyKeys, type IdempotencyKeys } from './mutations/idempotency.ts'
import { setInventorySubject } from './mutations/set-inventory.ts'
import { worldResolvers } from './nodes/index.ts'
import type { AppSettings } from './oauth.ts'
import { createRestApi, type RestApi } from './rest/api/rest-api.ts'
import type { Deliverer } from './webhooks/deliverer.ts'
import { createHookDesk, type HookDesk } from './webhooks/hooks.ts'
import { createMessenger, type Messenger } from './webhooks/index.ts'

export interface ShopFaceOptions {
  world: WorldShop
  domain: string
  clock: Clock
  faults: Faults
  files: ResultFiles
  allowance: Allowance
  /** Calls of the REST Admin API. */
  restAllowance: Allowance
  deliverer: Deliverer
  /** Where fields that nothing answers are recorded. */
  defaults: DefaultsLedger
  app: Pick<AppSettings, 'webhooksUrl'>
  /** Of the app: the first signs what it is told. */
  secrets: readonly string[]
  /** What the app may do here at the moment, `null` when it is not installed. */
  scopes(): ReadonlySet<string> | null
}

export interface ShopFace {
  face: Face
  rest: RestApi
  desk: BulkDesk
  hooks: HookDesk
  messenger: Messenger
  /** Of mutations that were carried out. */
  keys: IdempotencyKeys<Record<string, unknown>>
}

/** The API of one shop for one app: the world as nodes, bulk operations over them, and webhooks that tell of its changes. */
export function createShopFace(options: ShopFaceOptions): ShopFace {
  const { world, domain, clock, faults, files, allowance, restAllowance, deliverer, defaults, app, secrets, scopes } =
    options
  const reading = createFace({ clock, allowance, defaults, resolvers: worldResolvers({ world, domain }) })
  const hooks = createHookDesk({ clock })
  const isInstalled = () => scopes() !== null
  const messenger = createMessenger({ world, domain, hooks, deliverer, app, secrets, isInstalled })
  world.listen(messenger.tell)
  fulfillmentOrdersOf(world).listen(({ topic, order }) => messenger.deliver(topic, order))
  const desk = createBulkDesk({
    ...{ clock, files, schema: adminSchema() },
    run: (query, slice, schema) => reading.run({ query, slice, schema }, scopes() ?? new Set()),
    isHit: (kind, path) => faults.hit([kind], { path, shop: domain }).length > 0,
    finished: (payload) => messenger.deliverBody('bulk_operations/finish', JSON.stringify(payload)),
  })
  const keys: ShopFace['keys'] = createIdempotencyKeys({ clock })
  const mutations = [setInventorySubject({ world, keys })]
  const resolvers = worldResolvers({ world, domain }, [bulkSubject(desk), hooks.subject, ...mutations])
  const rest = createRestApi({ world, domain, clock, allowance: restAllowance })
  return { desk, hooks, messenger, keys, rest, face: createFace({ clock, allowance, defaults, resolvers }) }
}

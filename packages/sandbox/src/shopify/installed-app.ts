import type { Clock } from '../clock.ts'
import type { Faults } from '../faults.ts'
import type { WorldShop } from '../world/shop.ts'
import { type BulkOperations, createBulkOperations } from './bulk/bulk-operations.ts'
import type { ResultFiles } from './bulk/files.ts'
import { bulkSubject } from './bulk/resolvers.ts'
import type { Uploads } from './bulk/uploads.ts'
import { fulfillmentOrdersOf } from './fulfillment-orders.ts'
import type { Allowance } from './graphql/bucket.ts'
import type { DefaultsLedger } from './graphql/defaults/ledger.ts'
import { createGraphqlApi, type GraphqlApi } from './graphql/graphql-api.ts'
import { adminSchema } from './graphql/schema.ts'
import { activateInventorySubject } from './mutations/activate-inventory.ts'
import { changeTagsSubject } from './mutations/change-tags.ts'
import { createDefinitionSubject } from './mutations/create-definition.ts'
import { addressBookSubject } from './mutations/customers/address-book.ts'
import { consentSubject } from './mutations/customers/consents.ts'
import { setCustomerSubject } from './mutations/customers/set-customer.ts'
import { writeCustomerSubject } from './mutations/customers/write-customer.ts'
import { createIdempotencyKeys, type IdempotencyKeys } from './mutations/idempotency.ts'
import { cancelOrderSubject } from './mutations/orders/cancel-order.ts'
import { createOrderSubject } from './mutations/orders/create-order.ts'
import { editOrderSubject } from './mutations/orders/edit-order.ts'
import { orderStateSubject } from './mutations/orders/order-states.ts'
import { updateOrderSubject } from './mutations/orders/update-order.ts'
import { bulkVariantSubject } from './mutations/products/bulk-variants.ts'
import { setProductSubject } from './mutations/products/set-product.ts'
import { writeProductSubject } from './mutations/products/write-product.ts'
import { setInventorySubject } from './mutations/set-inventory.ts'
import { shipmentSubject } from './mutations/shipments/create-shipment.ts'
import { worldResolvers } from './nodes/index.ts'
import { productGroupsOf } from './nodes/product-groups.ts'
import type { AppSettings } from './oauth.ts'
import { createRestApi, type RestApi } from './rest/api/rest-api.ts'
import type { Deliverer } from './webhooks/deliverer.ts'
import { createWebhookPublisher, type WebhookPublisher } from './webhooks/publisher.ts'
import { createWebhookSubscriptions, type WebhookSubscriptions } from './webhooks/subscriptions.ts'

export interface InstalledAppOptions {
  world: WorldShop
  domain: string
  clock: Clock
  faults: Faults
  files: ResultFiles
  uploads: Uploads
  allowance: Allowance
  /** Calls of the REST Admin API. */
  restAllowance: Allowance
  deliverer: Deliverer
  /** Where fields that nothing answers are recorded. */
  defaults: DefaultsLedger
  app: Pick<AppSettings, 'webhooksUrl'>
  /** Of the app: the first signs its webhooks. */
  secrets: readonly string[]
  /** What the app may do here at the moment, `null` when it is not installed. */
  scopes(): ReadonlySet<string> | null
}

export interface InstalledApp {
  graphql: GraphqlApi
  rest: RestApi
  bulkOperations: BulkOperations
  subscriptions: WebhookSubscriptions
  publisher: WebhookPublisher
  /** Of mutations that were carried out. */
  keys: IdempotencyKeys<Record<string, unknown>>
}

/** One app in one shop: its GraphQL and REST APIs, bulk operations, webhook subscriptions and webhooks. */
export function createInstalledApp(options: InstalledAppOptions): InstalledApp {
  const {
    world,
    domain,
    clock,
    faults,
    files,
    uploads,
    allowance,
    restAllowance,
    deliverer,
    defaults,
    app,
    secrets,
    scopes,
  } = options
  const reading = createGraphqlApi({ clock, allowance, defaults, resolvers: worldResolvers({ world, domain }) })
  const granted = () => scopes() ?? new Set<string>()
  const subscriptions = createWebhookSubscriptions({ clock })
  const isInstalled = () => scopes() !== null
  const publisher = createWebhookPublisher({ world, domain, subscriptions, deliverer, app, secrets, isInstalled })
  world.listen(publisher.publishChange)
  fulfillmentOrdersOf(world).listen(({ topic, order }) => publisher.deliver(topic, order))
  const bulkOperations = createBulkOperations({
    ...{ clock, files, schema: adminSchema() },
    run: (query, slice, schema) => reading.run({ query, slice, schema }, granted()),
    mutate: (query, variables, schema) => graphql.run({ query, variables, schema }, granted()),
    isHit: (kind, path) => faults.hit([kind], { path, shop: domain }).length > 0,
    finished: (payload) => publisher.deliverBody('bulk_operations/finish', JSON.stringify(payload)),
  })
  const keys: InstalledApp['keys'] = createIdempotencyKeys({ clock })
  const deps = { world, domain, productGroups: productGroupsOf(world) }
  const mutations = [
    setInventorySubject({ world, keys }),
    activateInventorySubject(world),
    createDefinitionSubject(world),
    createOrderSubject(world),
    updateOrderSubject(world),
    orderStateSubject(world),
    cancelOrderSubject(world),
    editOrderSubject(world),
    shipmentSubject(world),
    setProductSubject(deps),
    writeProductSubject(deps),
    bulkVariantSubject(deps),
    setCustomerSubject(world),
    writeCustomerSubject(world),
    consentSubject(world),
    addressBookSubject(world),
    changeTagsSubject(deps),
  ]
  const subjects = [bulkSubject(bulkOperations, uploads), subscriptions.subject, ...mutations]
  const graphql = createGraphqlApi({
    clock,
    allowance,
    defaults,
    resolvers: worldResolvers({ world, domain }, subjects),
  })
  const rest = createRestApi({ world, domain, clock, allowance: restAllowance })
  return { bulkOperations, subscriptions, publisher, keys, rest, graphql }
}

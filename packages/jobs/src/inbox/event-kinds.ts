import {
  type MirrorRows,
  type MirrorTable,
  type Resource,
  resourceNames,
  resourceOfTable,
  type ShopEvent,
  tableOf,
} from '@shopmirror/platforms'
import type { JobContext } from '../context.ts'
import { describeShop } from '../installs/describe-shop.ts'
import { uninstallShop } from '../installs/uninstall-shop.ts'
import { openPrivacyRequests, type PrivacyEvent } from '../privacy/open-requests.ts'
import { syncRun } from '../sync/sync-run.ts'
import type { Entry, ReceivedEvent } from './delivery.ts'
import { refetchObjects } from './refetch-objects.ts'
import { type StoreFailures, writeRows } from './write-rows.ts'

const REDACTED = 'It mentions a customer who was redacted after it was received. The next sync reads the other data.'

type EventOf<Kind extends ShopEvent['kind']> = Extract<ShopEvent, { kind: Kind }>
type Received<Kind extends ShopEvent['kind']> = readonly ReceivedEvent<EventOf<Kind>>[]

/** How events of one kind are handled. */
export interface EventKind<Event extends ShopEvent = ShopEvent> {
  /**
   * Applies all events of the kind in a batch; called again when the batch is retried. Objects that cannot be stored
   * are added to `failures`; throws only when a dependency of all of them is down.
   */
  apply?(received: readonly ReceivedEvent<Event>[], context: JobContext, failures: StoreFailures): Promise<void>
  /** Once it is applied, its rows are in the mirror. */
  isWritten?: true
  /** `resource/id`, for the row of the delivery. */
  objectOf?(event: Event): string | undefined
  /** The resource that the event changes in the mirror. Events of resources that the shop's settings leave out are ignored. */
  resourceOf?(event: Event): Resource | undefined
  /** Why this event is ignored; `undefined` when it is applied. */
  ignoreReason?(event: Event, entry: Entry): string | undefined
  /** Events of an uninstalled shop are ignored unless this is set. */
  appliesAfterUninstall?: true
}

/** Kinds are applied in this order. */
export const eventKinds: { readonly [Kind in ShopEvent['kind']]: EventKind<EventOf<Kind>> } = {
  rows: {
    apply: writeRows,
    isWritten: true,
    objectOf: ({ rows }) => firstObjectOf(rows),
    resourceOf: ({ rows }) => firstResourceOf(rows),
    ignoreReason: (_event, { isRedacted }) => (isRedacted ? REDACTED : undefined),
  },
  deleted: {
    apply: tombstoneObjects,
    isWritten: true,
    objectOf: objectOfResource,
    resourceOf: ({ resource }) => resource,
  },
  refetch: {
    apply: requestRefetches,
    objectOf: objectOfResource,
    resourceOf: ({ resource }) => resource,
    // When such a shop is active again, a sync reads what changed. Until then a refetch would fail.
    ignoreReason: (event, { shop: { status } }) =>
      status === 'active' ? undefined : `The shop is ${status}. The next sync reads ${objectOfResource(event)}.`,
  },
  run_ready: { apply: wakeRuns },
  shop_changed: { apply: describeShops },
  uninstalled: { apply: uninstallShops },
  data_request: { apply: openPrivacyRequests, objectOf: objectOfCustomer, appliesAfterUninstall: true },
  redact_customer: { apply: openPrivacyRequests, objectOf: objectOfCustomer, appliesAfterUninstall: true },
  redact_shop: { apply: openPrivacyRequests, appliesAfterUninstall: true },
  // About a merchant, connected or not, rather than a shop; see `applyAccess`.
  access: {},
  ignored: {},
}

async function tombstoneObjects(received: Received<'deleted'>, { db, tracer }: JobContext): Promise<void> {
  for (const { entry, event } of received) {
    const { resource, externalId, at } = event
    const record = { source: 'webhook' as const, causesOf: () => [entry.id] }
    const shopId = entry.shop.id
    await tracer.step(
      'mirror.write',
      () => ({ attributes: { platform: entry.platform.id, shop: shopId, resource, count: 1 } }),
      () => db.mirror.tombstone({ shopId, table: tableOf[resource], externalIds: [externalId], at, record }),
    )
  }
}

async function requestRefetches(received: Received<'refetch'>, { db, enqueue }: JobContext): Promise<void> {
  const hints = received.map(({ entry, event: { resource, externalId } }) => ({
    ...{ shopId: entry.shop.id, resource, externalId, delivery: entry.id },
  }))
  const byObject = Map.groupBy(hints, (hint) => `${hint.shopId} ${hint.resource} ${hint.externalId}`).values()
  const jobs = new Map(hints.map(({ shopId, resource }) => [`${shopId} ${resource}`, { shopId, resource }]))
  await db.refetches.add([...byObject].flatMap(toRefetch))
  await enqueue.many(refetchObjects, [...jobs.values()])
}

interface DeliveredHint {
  shopId: string
  resource: Resource
  externalId: string
  delivery: string
}

/** Hints of one object are one read, which all their deliveries cause. */
function toRefetch(hints: readonly DeliveredHint[]) {
  return hints
    .slice(0, 1)
    .map(({ delivery: _, ...object }) => ({ ...object, causes: hints.map((hint) => hint.delivery) }))
}

async function wakeRuns(received: Received<'run_ready'>, { db, enqueue }: JobContext): Promise<void> {
  for (const shopId of shopIdsOf(received)) {
    const run = await db.runs.findOpen(shopId)
    if (run) await enqueue.wake(syncRun, { runId: run.id, shopId })
  }
}

async function describeShops(received: Received<'shop_changed'>, { enqueue }: JobContext): Promise<void> {
  await enqueue.many(
    describeShop,
    shopIdsOf(received).map((shopId) => ({ shopId })),
  )
}

async function uninstallShops(received: Received<'uninstalled'>, { enqueue }: JobContext): Promise<void> {
  const uninstalls = received.map(({ entry: { shop, delivery }, event: { at } }) => ({
    ...{ shopId: shop.id, reason: 'webhook' },
    endedAt: at?.toISOString() ?? delivery.receivedAt,
  }))
  await enqueue.many(uninstallShop, uninstalls)
}

function shopIdsOf(received: readonly ReceivedEvent[]): string[] {
  return [...new Set(received.map(({ entry }) => entry.shop.id))]
}

function objectOfResource({ resource, externalId }: { resource: Resource; externalId: string }): string {
  return `${resource}/${externalId}`
}

function objectOfCustomer({ customer }: Exclude<PrivacyEvent, { kind: 'redact_shop' }>): string {
  return `customers/${customer.externalId}`
}

function firstObjectOf(rows: MirrorRows): string | undefined {
  const table = Object.values(tableOf).find((each) => rows.rows[each]?.length)
  return table && `${table}/${rows.rows[table]?.[0]?.externalId}`
}

/** Rows of children alone belong to the resource of their parents. */
function firstResourceOf({ rows }: MirrorRows): Resource | undefined {
  const tables = Object.keys(rows) as MirrorTable[]
  return resourceNames.find((resource) =>
    tables.some((table) => resourceOfTable[table] === resource && rows[table]?.length),
  )
}

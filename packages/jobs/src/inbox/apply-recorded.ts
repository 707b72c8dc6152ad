import type { OpenDelivery } from '@shopmirror/db'
import type { Resource, ShopEvent } from '@shopmirror/platforms'
import type { JobContext } from '../context.ts'
import { notEnabled } from '../require-platform.ts'
import { applyAccess } from './apply-access.ts'
import { type Entry, type Outcome, type ReceivedEvent, toStored } from './delivery.ts'
import { type EventKind, eventKinds } from './event-kinds.ts'
import type { StoreFailures } from './write-rows.ts'

const UNINSTALLED = 'The shop is uninstalled.'

/** A delivery that is recorded and not applied yet, with its content. */
export type PendingDelivery = OpenDelivery & Pick<Entry, 'delivery' | 'isNew'>

/**
 * Applies deliveries and stores the outcome of each. One that Postgres refuses fails without the others. Throws when a
 * dependency of all of them is down. Safe to repeat.
 */
export function applyRecorded(open: readonly PendingDelivery[], context: JobContext): Promise<void> {
  return context.tracer.step(
    'deliveries.apply',
    () => ({ attributes: { count: open.length, deliveries: open.map(({ id }) => id) } }),
    () => applyOpen(open, context),
  )
}

async function applyOpen(open: readonly PendingDelivery[], context: JobContext): Promise<void> {
  const resolved = open.filter((pending) => !isAccess(pending)).map((pending) => resolve(pending, context))
  const entries = resolved.filter((item): item is Entry => 'platform' in item)
  const outcomes = [
    ...resolved.filter((item): item is Outcome => 'status' in item),
    ...(await applyIsolated(open.filter(isAccess), (some) => applyAccess(some, context), context)),
    ...(await applyIsolated(entries, (some) => applyEntries(some, context), context)),
  ]
  await context.db.deliveries.markHandled(outcomes)
  for (const { status } of outcomes) context.metrics.deliveries(status, 1)
}

async function applyIsolated<Item extends { id: string }>(
  items: readonly Item[],
  apply: (items: readonly Item[]) => Promise<Outcome[]>,
  { db }: JobContext,
): Promise<Outcome[]> {
  const { results, refused } = await db.isolateRefused(items, apply)
  return [
    ...results.flat(),
    ...refused.map(({ item, refusal }) => ({ id: item.id, status: 'failed' as const, error: refusal.reason })),
  ]
}

function isAccess({ delivery }: PendingDelivery): boolean {
  return delivery.about === 'access'
}

/** With its platform and shop, or the outcome when there is none. */
function resolve(
  { id, delivery, shop, isRedacted, isNew }: PendingDelivery,
  { platforms }: JobContext,
): Entry | Outcome {
  const platform = platforms.get(delivery.platform)
  if (!platform) return { id, status: 'ignored', error: notEnabled(delivery.platform) }
  if (!shop) return { id, status: 'ignored', error: 'The shop is not connected.' }
  return { id, delivery, platform, shop, isRedacted, isNew }
}

interface ParsedEntry {
  entry: Entry
  events: ShopEvent[]
}

async function applyEntries(entries: readonly Entry[], context: JobContext): Promise<Outcome[]> {
  const results = entries.map(parse)
  const parsed = results.filter((result): result is ParsedEntry => 'events' in result)
  const failures = await applyEvents(parsed, context)
  return [
    ...results.filter((result): result is Outcome => 'status' in result),
    ...parsed.map((each) => failures.get(each.entry.id) ?? outcomeOf(each)),
  ]
}

/** A body that cannot be parsed fails only its own delivery. */
function parse(entry: Entry): ParsedEntry | Outcome {
  try {
    const events = entry.platform.webhooks.read(toStored(entry.delivery))
    return { entry, events: events.map((event) => unlessIgnored(event, entry)) }
  } catch (error) {
    const reason = error instanceof Error ? error.name : 'an error'
    return { id: entry.id, status: 'failed', error: `The body could not be parsed (${reason}).` }
  }
}

function unlessIgnored(event: ShopEvent, entry: Entry): ShopEvent {
  const kind: EventKind = eventKinds[event.kind]
  const isGone = entry.shop.status === 'uninstalled' && !kind.appliesAfterUninstall
  const reason = isGone
    ? UNINSTALLED
    : (kind.ignoreReason?.(event, entry) ?? reasonLeftOut(kind.resourceOf?.(event), entry))
  return reason === undefined ? event : { kind: 'ignored', reason }
}

function reasonLeftOut(resource: Resource | undefined, { shop: { resources } }: Entry): string | undefined {
  if (resource === undefined || resources === null || resources.includes(resource)) return undefined
  return `The shop's settings leave out ${resource}. When they are included again, a sync reads what changed.`
}

/** Outcomes of the deliveries whose objects could not be stored. */
async function applyEvents(parsed: readonly ParsedEntry[], context: JobContext): Promise<Map<string, Outcome>> {
  const received = parsed.flatMap(({ entry, events }) => events.map((event): ReceivedEvent => ({ entry, event })))
  const byKind = Map.groupBy<string, ReceivedEvent>(received, ({ event }) => event.kind)
  const kinds: [string, EventKind][] = Object.entries(eventKinds)
  const failures: StoreFailures = new Map()
  for (const [name, kind] of kinds) {
    const ofKind = byKind.get(name)
    if (ofKind) await kind.apply?.(ofKind, context, failures)
    if (ofKind && kind.isWritten) reportVisible(ofKind, context, failures)
  }
  return new Map([...failures].map(([id, failure]) => [id, { id, status: 'failed', ...failure }]))
}

function reportVisible(
  received: readonly ReceivedEvent[],
  { metrics, now }: JobContext,
  failures: StoreFailures,
): void {
  for (const { entry } of received) {
    if (!entry.isNew || failures.has(entry.id)) continue
    metrics.eventVisible(entry.platform.id, 'body', now().getTime() - Date.parse(entry.delivery.receivedAt))
  }
}

function outcomeOf({ entry, events }: ParsedEntry): Outcome {
  const { id, shop, isRedacted } = entry
  const applied = events.find(({ kind }) => kind !== 'ignored')
  const outcome: Outcome = applied
    ? { id, status: 'applied', object: objectOf(applied) }
    : { id, status: 'ignored', error: ignoreReasonOf(events) }
  const isForgotten = isRedacted || (shop.status === 'uninstalled' && !applied)
  return isForgotten ? { ...outcome, isForgotten } : outcome
}

function objectOf(event: ShopEvent): string | undefined {
  const kind: EventKind = eventKinds[event.kind]
  return kind.objectOf?.(event)
}

function ignoreReasonOf(events: readonly ShopEvent[]): string {
  return events.find((event) => event.kind === 'ignored')?.reason ?? 'The delivery contains no event.'
}

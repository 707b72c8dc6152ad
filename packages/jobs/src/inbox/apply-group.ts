import { type MirrorRows, type ShopEvent, tableOf } from '@shopmirror/platforms'
import type { JobContext } from '../context.ts'
import { describeShop } from '../installs/describe-shop.ts'
import { uninstallShop } from '../installs/uninstall-shop.ts'
import { isPrivacyEvent, openPrivacyRequests } from '../privacy/open-requests.ts'
import { syncRun } from '../sync/sync-run.ts'
import type { Entry, Outcome } from './delivery.ts'
import { toStored } from './delivery.ts'
import { refetchObjects } from './refetch-objects.ts'
import { writeEvents } from './write-events.ts'

const GONE = 'The shop is uninstalled.'
const REDACTED = 'It mentions a customer who was redacted after it was received. The next sync reads the rest.'

interface Reading {
  entry: Entry
  events: ShopEvent[]
}

/**
 * Does what the deliveries say; all of it may be done again. Answers what became of each. Throws only when a part
 * everybody needs is down, and then the whole group comes again.
 */
export async function applyGroup(entries: readonly Entry[], context: JobContext): Promise<Outcome[]> {
  const garbled: Outcome[] = []
  const readings = entries.flatMap((entry) => {
    const reading = read(entry)
    if ('events' in reading) return [reading]
    garbled.push(reading)
    return []
  })
  const refused = await applyRows(readings, context)
  await Promise.all([
    applyDeletes(readings, context),
    applyHints(readings, context),
    openPrivacyRequests(readings, context),
  ])
  return [...garbled, ...readings.map((reading) => refused.get(reading.entry.id) ?? outcomeOf(reading))]
}

/** Broken work is this delivery's alone: its neighbours are read all the same. */
function read(entry: Entry): Reading | Outcome {
  try {
    const events = entry.platform.readWebhook(toStored(entry.delivery))
    return { entry, events: events.map((event) => filterEvent(event, entry)) }
  } catch (error) {
    const reason = error instanceof Error ? error.name : 'an error'
    return { id: entry.id, status: 'failed', error: `The body could not be read (${reason}).` }
  }
}

/** A shop we may not call now is read in full or since its watermark when it comes back: hints would only fail. */
function filterEvent(event: ShopEvent, { shop: { status }, isRedacted }: Entry): ShopEvent {
  // People keep their rights when the merchant has gone.
  if (status === 'uninstalled') return isPrivacyEvent(event) ? event : { kind: 'ignored', reason: GONE }
  if (isRedacted && event.kind === 'rows') return { kind: 'ignored', reason: REDACTED }
  if (event.kind !== 'refetch' || status === 'active') return event
  return {
    kind: 'ignored',
    reason: `The shop is ${status}: the next sync brings ${event.resource}/${event.externalId}.`,
  }
}

/** The outcomes of deliveries whose objects could not be stored. */
async function applyRows(readings: readonly Reading[], context: JobContext): Promise<Map<string, Outcome>> {
  const events = readings.flatMap(({ entry, events }) =>
    ofKind(events, 'rows').map((event) => ({
      id: entry.id,
      shopId: entry.shop.id,
      platform: entry.platform.id,
      rows: event.rows,
    })),
  )
  const refused = await writeEvents(events, context)
  return new Map([...refused].map(([id, why]) => [id, { id, status: 'failed', ...why }]))
}

async function applyDeletes(readings: readonly Reading[], { db }: JobContext): Promise<void> {
  for (const { entry, events } of readings) {
    for (const { resource, externalId, at } of ofKind(events, 'deleted')) {
      await db.mirror.tombstone({ shopId: entry.shop.id, table: tableOf[resource], externalIds: [externalId], at })
    }
  }
}

async function applyHints(readings: readonly Reading[], { db, enqueue }: JobContext): Promise<void> {
  const hints = readings.flatMap(({ entry, events }) =>
    ofKind(events, 'refetch').map(({ resource, externalId }) => ({ shopId: entry.shop.id, resource, externalId })),
  )
  const objects = new Map(hints.map((hint) => [`${hint.shopId} ${hint.resource} ${hint.externalId}`, hint]))
  const kinds = new Map(hints.map(({ shopId, resource }) => [`${shopId} ${resource}`, { shopId, resource }]))
  if (objects.size > 0) {
    await db.refetches.want([...objects.values()])
    await enqueue.many(refetchObjects, [...kinds.values()])
  }

  const ready = readings.filter(({ events }) => ofKind(events, 'run_ready').length > 0)
  for (const shopId of new Set(ready.map(({ entry }) => entry.shop.id))) {
    const run = await db.runs.findOpen(shopId)
    if (run) await enqueue.wake(syncRun, { runId: run.id, shopId })
  }

  const changed = readings.filter(({ events }) => ofKind(events, 'shop_changed').length > 0)
  const shops = new Map(changed.map(({ entry }) => [entry.shop.id, { shopId: entry.shop.id }]))
  if (shops.size > 0) await enqueue.many(describeShop, [...shops.values()])

  const uninstalls = readings.flatMap(({ entry, events }) =>
    ofKind(events, 'uninstalled').map(({ at }) => ({
      ...{ shopId: entry.shop.id, reason: 'webhook' },
      endedAt: at?.toISOString() ?? entry.delivery.receivedAt,
    })),
  )
  if (uninstalls.length > 0) await enqueue.many(uninstallShop, uninstalls)
}

function outcomeOf(reading: Reading): Outcome {
  const outcome = judge(reading)
  const { shop, isRedacted } = reading.entry
  const isGone = shop.status === 'uninstalled' && outcome.status === 'ignored'
  return isGone || isRedacted ? { ...outcome, isForgotten: true } : outcome
}

function judge({ entry, events }: Reading): Outcome {
  const useful = events.find(({ kind }) => kind !== 'ignored')
  if (useful) return { id: entry.id, status: 'applied', object: objectOf(useful) }

  const [ignored] = ofKind(events, 'ignored')
  return { id: entry.id, status: 'ignored', error: ignored?.reason ?? 'There is nothing in it.' }
}

function objectOf(event: ShopEvent): string | undefined {
  if (event.kind === 'data_request' || event.kind === 'redact_customer') return `customers/${event.customer.externalId}`
  if (event.kind === 'refetch' || event.kind === 'deleted') return `${event.resource}/${event.externalId}`
  return event.kind === 'rows' ? firstObject(event.rows) : undefined
}

function firstObject({ rows }: MirrorRows): string | undefined {
  const own = Object.values(tableOf).find((table) => rows[table]?.length)
  return own && `${own}/${rows[own]?.[0]?.externalId}`
}

function ofKind<Kind extends ShopEvent['kind']>(
  events: readonly ShopEvent[],
  kind: Kind,
): Extract<ShopEvent, { kind: Kind }>[] {
  return events.filter((event): event is Extract<ShopEvent, { kind: Kind }> => event.kind === kind)
}

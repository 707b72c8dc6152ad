import type { MatchedTopic, ReplaySelection, Repositories, ShopMatch } from '@shopmirror/db'
import { type Platform, type Resource, readCost, type ShopEvent } from '@shopmirror/platforms'
import { toStored } from '../inbox/delivery.ts'
import { toDelivery } from '../inbox/replay.ts'

/** Deliveries of one replay: more than that take a full sync, which reads everything once. */
export const REPLAY_DELIVERIES_MAX = 1_000_000

/** What a replay would do in one shop. */
export interface ShopRehearsal extends Omit<ShopMatch, 'reads'> {
  /** Calls to read objects again. Full payloads need none. */
  calls: number
  /** How much of the shop's rate limit the calls take, seconds. */
  allowanceSeconds: number
}

/** What a replay would do. */
export interface Rehearsal {
  deliveries: number
  /** Deliveries whose body has been deleted, so that they cannot be applied. */
  withoutBody: number
  objects: number
  calls: number
  /** Of the shop that takes longest: shops do not wait for each other. Seconds. */
  allowanceSeconds: number
  /** By shop, the most deliveries first. */
  shops: ShopRehearsal[]
  /** More than `REPLAY_DELIVERIES_MAX` match; the other numbers are about a part of them. */
  isTooLarge: boolean
}

/** What rehearsing needs. */
export interface RehearsalDeps {
  db: Pick<Repositories, 'replays' | 'deliveries'>
  platforms: ReadonlyMap<string, Platform>
}

/**
 * Counts what a replay would do, in Postgres. What a topic contains is taken from its oldest and its newest delivery, so
 * that the bodies of the others are not read.
 */
export async function rehearse(selection: ReplaySelection, { db, platforms }: RehearsalDeps): Promise<Rehearsal> {
  const topics = await db.replays.topics(selection, REPLAY_DELIVERIES_MAX + 1)
  const total = (key: 'deliveries' | 'withoutBody') => topics.reduce((sum, topic) => sum + topic[key], 0)
  const totals = { deliveries: total('deliveries'), withoutBody: total('withoutBody') }
  if (totals.deliveries > REPLAY_DELIVERIES_MAX)
    return { ...totals, objects: 0, calls: 0, allowanceSeconds: 0, shops: [], isTooLarge: true }

  const hints = await findHints(topics, { db, platforms })
  const matches = totals.deliveries === 0 ? [] : await db.replays.shops(selection, hints)
  const shops = matches.map((match) => toRehearsal(match, platforms.get(match.platform)))
  return {
    ...totals,
    objects: shops.reduce((sum, { objects }) => sum + objects, 0),
    calls: shops.reduce((sum, { calls }) => sum + calls, 0),
    allowanceSeconds: shops.reduce((most, { allowanceSeconds }) => Math.max(most, allowanceSeconds), 0),
    shops,
    isTooLarge: false,
  }
}

function toRehearsal({ reads, ...match }: ShopMatch, platform: Platform | undefined): ShopRehearsal {
  if (!platform) return { ...match, calls: 0, allowanceSeconds: 0 }
  const costs = Object.entries(reads).map(([resource, objects]) => readCost(platform, resource as Resource, objects))
  const cost = costs.reduce((sum, each) => sum + each.cost, 0)
  return {
    ...match,
    calls: costs.reduce((sum, each) => sum + each.calls, 0),
    allowanceSeconds: cost / platform.budget.perSecond,
  }
}

/** The resources whose objects are read again for a topic. */
async function findHints(topics: readonly MatchedTopic[], { db, platforms }: RehearsalDeps) {
  const examples = await db.deliveries.examples(topics.flatMap((topic) => topic.examples))
  const resourcesOf = ({ platform: id, examples: ids }: MatchedTopic) => {
    const platform = platforms.get(id)
    if (!platform) return []
    const events = examples.filter((row) => ids.includes(row.id)).flatMap((row) => eventsOf(row, platform))
    return [...new Set(events.flatMap((event) => (event.kind === 'refetch' ? event.resource : [])))]
  }
  return topics.flatMap((matched) => {
    const { platform, topic } = matched
    return resourcesOf(matched).map((resource) => ({ platform, topic, resource }))
  })
}

type Example = Awaited<ReturnType<Repositories['deliveries']['examples']>>[number]

/** None of a body that cannot be parsed: its replay fails without a call. */
function eventsOf(row: Example, platform: Platform): ShopEvent[] {
  const delivery = toDelivery(row)
  if (!delivery) return []
  try {
    return platform.webhooks.read(toStored(delivery))
  } catch {
    return []
  }
}

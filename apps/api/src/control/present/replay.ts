import type { Repositories } from '@shopmirror/db'
import type { Rehearsal, ShopRehearsal } from '@shopmirror/jobs'
import { z } from 'zod'
import { count, iso, time, timeOrNull } from './common.ts'
import { deliverySchema, deliveryStatus } from './delivery.ts'
import { shopStatus } from './shop.ts'

type Replay = NonNullable<Awaited<ReturnType<Repositories['replays']['find']>>>
type Progress = Awaited<ReturnType<Repositories['replays']['progress']>> extends Map<string, infer Each> ? Each : never

const SHOPS_SHOWN = 100

/** As `replays.status`. */
export const replayStatus = z.enum(['running', 'completed', 'cancelled'])

const planned = {
  deliveries: count.describe('Matching deliveries'),
  objects: count.describe('Different objects they are about'),
  calls: count.describe('Calls needed to read objects again; deliveries with a full payload need none'),
}

/** What a replay would do. Times are of the rate limit of a shop, when nothing else uses it. */
export const rehearsalSchema = z
  .object({
    ...planned,
    without_body: count.describe('Deliveries that cannot be applied, because retention has deleted their body'),
    allowance_seconds: z.number().describe('Of the shop that takes longest; shops do not wait for each other'),
    shops: z
      .array(
        z.object({
          shop_id: z.string(),
          domain: z.string(),
          status: shopStatus,
          ...planned,
          without_body: count,
          allowance_seconds: z.number(),
        }),
      )
      .describe(`The ${SHOPS_SHOWN} shops with the most deliveries`),
    shops_total: count,
    sample: z.array(deliverySchema).describe('The newest matching deliveries'),
  })
  .meta({ id: 'ReplayRehearsal' })

/** A replay with its progress. */
export const replaySchema = z
  .object({
    id: z.string(),
    status: replayStatus,
    filter: z.object({
      shop: z.string().optional(),
      topic: z.string().optional(),
      object: z.string().optional(),
      status: deliveryStatus.optional(),
      since: z.string().optional(),
      until: z.string().optional(),
      error: z.string().optional(),
    }),
    ...planned,
    replayed: count.describe('Deliveries that were reopened so far'),
    without_body: count.describe('Deliveries that were passed over, because their body had been deleted'),
    shops: count,
    shops_finished: count,
    requested_by: z.string().describe('Id of the API key or the person that started it'),
    created_at: time,
    finished_at: timeOrNull,
  })
  .meta({ id: 'Replay' })

/** As `replaySchema`, with what became of the deliveries. */
export const detailedReplaySchema = z
  .object({
    ...replaySchema.shape,
    outcomes: z
      .partialRecord(deliveryStatus, count)
      .describe('Replayed deliveries by their status; `received`: not applied yet. See `/deliveries?replay=`'),
  })
  .meta({ id: 'DetailedReplay' })

interface Rehearsed {
  rehearsal: Rehearsal
  sample: z.input<typeof deliverySchema>[]
}

/** A rehearsal as `rehearsalSchema`. */
export function presentRehearsal({ rehearsal, sample }: Rehearsed): z.input<typeof rehearsalSchema> {
  const { deliveries, objects, calls, shops } = rehearsal
  return {
    ...{ deliveries, objects, calls, sample },
    without_body: rehearsal.withoutBody,
    allowance_seconds: rehearsal.allowanceSeconds,
    shops: shops.slice(0, SHOPS_SHOWN).map(presentShop),
    shops_total: shops.length,
  }
}

function presentShop({ shopId, withoutBody, allowanceSeconds, platform: _platform, ...rest }: ShopRehearsal) {
  return { ...rest, shop_id: shopId, without_body: withoutBody, allowance_seconds: allowanceSeconds }
}

/** A row of `replays` as `replaySchema`. */
export function presentReplay(replay: Replay, progress: Progress | undefined): z.input<typeof replaySchema> {
  const { id, status, deliveries, objects, calls } = replay
  const { shopId, ...filter } = replay.filter
  return {
    ...{ id, status, deliveries, objects, calls },
    filter: { ...filter, ...(shopId !== undefined && { shop: shopId }) },
    replayed: progress?.replayed ?? 0,
    without_body: progress?.withoutBody ?? 0,
    shops: progress?.shops ?? 0,
    shops_finished: progress?.shopsFinished ?? 0,
    requested_by: replay.requestedBy,
    created_at: replay.createdAt.toISOString(),
    finished_at: iso(replay.finishedAt),
  }
}

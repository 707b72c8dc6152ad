import type { ReplaySelection } from '@shopmirror/db'
import { REPLAY_DELIVERIES_MAX, type Rehearsal, rehearse, startReplay } from '@shopmirror/jobs'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Api } from '../http/api.ts'
import { callerOf, scopeOf } from '../http/auth.ts'
import { idSchema, rangeQuery, text, toRange } from '../http/fields.ts'
import { dataOf, pageOf, pageQuery, readPage } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import type { ControlDeps } from './deps.ts'
import { findShop } from './owned.ts'
import { deliveryStatus, presentDelivery } from './present/delivery.ts'
import {
  detailedReplaySchema,
  presentRehearsal,
  presentReplay,
  rehearsalSchema,
  replaySchema,
  replayStatus,
} from './present/replay.ts'

const tags = ['Webhooks']
const params = z.object({ id: idSchema })
const word = text({ max: 200 }).optional()
/** Deliveries that a rehearsal shows. */
const SAMPLE_SIZE = 5
/** Rehearsals and replays per caller: they count many rows. */
const rateLimit = { max: 30, timeWindow: 60_000 }

const filterSchema = z
  .strictObject({
    shop: idSchema.optional(),
    topic: word,
    object: word.describe('`resource/id`'),
    status: deliveryStatus.optional(),
    ...rangeQuery,
    error: word.describe('Part of `error`, case-insensitive'),
    dry_run: z.boolean().default(false).describe('Only says what would happen'),
  })
  .refine(({ dry_run: _dryRun, ...filter }) => Object.values(filter).some((value) => value !== undefined), {
    error: 'is empty: name at least one condition, such as `status`',
  })

/** `/api/v1/replays`: apply many stored deliveries again, with a rehearsal. */
export function replayRoutes(app: Api, deps: ControlDeps): void {
  createRoute(app, deps)
  readRoutes(app, deps)
}

function createRoute(app: Api, deps: ControlDeps): void {
  app.post('/replays', {
    schema: {
      operationId: 'createReplay',
      summary: 'Apply all deliveries that match a filter again',
      description:
        'Deliveries received after the request are not part of it. With `dry_run` nothing is changed, and the answer is the rehearsal.',
      tags,
      body: filterSchema,
      response: { 200: dataOf(rehearsalSchema), 202: dataOf(detailedReplaySchema) },
      problems: ['not-found', 'replay-too-large', 'nothing-to-replay'],
    },
    config: { rateLimit },
    handler: async (request, reply) => {
      const { dry_run: isRehearsal } = request.body
      const selection = await selectionOf(request.body, request, deps)
      const rehearsal = await rehearse(selection, deps)
      if (rehearsal.isTooLarge)
        throw new Problem('replay-too-large', { parameters: { max: String(REPLAY_DELIVERIES_MAX) } })
      if (isRehearsal) {
        const sample = await readSample(selection, deps)
        return reply.code(200).send({ data: presentRehearsal({ rehearsal, sample }) })
      }
      requireBodies(rehearsal)
      const id = await startReplay({ ...selection, rehearsal, requestedBy: callerOf(request).id }, deps)
      return reply.code(202).send({ data: await findPresented(id, null, deps) })
    },
  })
}

function readRoutes(app: Api, deps: ControlDeps): void {
  const { db } = deps
  app.get('/replays', {
    schema: {
      operationId: 'listReplays',
      summary: 'Replays, newest first',
      tags,
      querystring: z.strictObject({ ...pageQuery, status: replayStatus.optional() }),
      response: { 200: pageOf(replaySchema) },
    },
    handler: async (request) => {
      const { limit, ...query } = request.query
      const rows = await db.replays.list({ ...query, accountId: scopeOf(request), limit: limit + 1 })
      const progress = await db.replays.progress(rows.map(({ id }) => id))
      return readPage(
        limit,
        async () => rows,
        (replay) => presentReplay(replay, progress.get(replay.id)),
      )
    },
  })

  app.get('/replays/:id', {
    schema: {
      operationId: 'getReplay',
      summary: 'One replay with its progress',
      tags,
      params,
      response: { 200: dataOf(detailedReplaySchema) },
      problems: ['not-found'],
    },
    handler: async (request) => ({ data: await findPresented(request.params.id, scopeOf(request), deps) }),
  })

  app.post('/replays/:id/cancel', {
    schema: {
      operationId: 'cancelReplay',
      summary: 'Stop a replay',
      description: 'Deliveries that were already reopened are still applied.',
      tags,
      params,
      response: { 200: dataOf(detailedReplaySchema) },
      problems: ['not-found', 'wrong-state'],
    },
    handler: async (request) => {
      const { id, status } = await findPresented(request.params.id, scopeOf(request), deps)
      if (!(await db.replays.cancel(id)))
        throw new Problem('wrong-state', { parameters: { what: id, status, action: 'cancel' } })
      return { data: await findPresented(id, null, deps) }
    },
  })
}

/** A filter with a shop is about the shop's account, whoever asks: its people see the replay, too. */
async function selectionOf(
  { shop: shopId, dry_run: _dryRun, since, until, ...filter }: z.output<typeof filterSchema>,
  request: FastifyRequest,
  { db, now }: ControlDeps,
): Promise<ReplaySelection> {
  const scope = scopeOf(request)
  const shop = shopId === undefined ? null : await findShop(shopId, scope, db)
  const range = toRange({ since, until })
  return {
    accountId: shop?.accountId ?? scope,
    before: now(),
    filter: {
      ...filter,
      shopId,
      since: range.since?.toISOString(),
      until: range.until?.toISOString(),
    },
  }
}

async function readSample({ accountId, filter, before }: ReplaySelection, { db }: ControlDeps) {
  const { since, until = before.toISOString(), ...rest } = filter
  const rows = await db.deliveries.list({ ...rest, ...toRange({ since, until }), accountId, limit: SAMPLE_SIZE })
  return rows.map(presentDelivery)
}

function requireBodies({ deliveries, withoutBody }: Rehearsal): void {
  if (deliveries === withoutBody) throw new Problem('nothing-to-replay')
}

async function findPresented(id: string, accountId: string | null, { db }: ControlDeps) {
  const replay = await db.replays.find(id, accountId)
  if (!replay) throw new Problem('not-found')
  const progress = await db.replays.progress([id])
  return { ...presentReplay(replay, progress.get(id)), outcomes: await db.replays.outcomes(id) }
}

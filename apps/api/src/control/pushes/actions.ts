import { sendPushes } from '@shopmirror/jobs'
import { z } from 'zod'
import type { Api } from '../../http/api.ts'
import { scopeOf } from '../../http/auth.ts'
import { idSchema, rangeQuery, text, toRange } from '../../http/fields.ts'
import { dataOf } from '../../http/paging.ts'
import { Problem } from '../../http/problem.ts'
import type { ControlDeps } from '../deps.ts'
import { detailedPushSchema, pushStatus } from '../present/push.ts'
import { findPresented } from './list.ts'

const tags = ['Pushes']
const params = z.object({ id: idSchema })
const IDS_MAX = 500
/** Cancelled by a user, not by a policy. */
const CANCELLED = { code: 'cancelled', text: 'Cancelled by a user.' }
const SHOP_WINS = { code: 'shop_wins', text: 'A user decided that the shop keeps its value.' }

const filterSchema = z.strictObject({
  ids: z.array(idSchema).min(1).max(IDS_MAX).optional(),
  shop: idSchema.optional(),
  entity: text({ max: 60 }).optional(),
  kind: text({ max: 60 }).optional(),
  status: pushStatus.optional(),
  error: text({ max: 200 }).optional().describe('Part of `error`, case-insensitive'),
  ...rangeQuery,
  dry_run: z.boolean().default(false).describe('Only counts, and changes nothing'),
})
const movedSchema = z.object({ pushes: z.int().describe('Number of matching pushes in a state that allows it') })

/** Actions on pushes: one by its id, or all that match a filter. */
export function pushActionRoutes(app: Api, deps: ControlDeps): void {
  bulkRoutes(app, deps)
  singleRoutes(app, deps)
  resolveRoute(app, deps)
}

const bulkActions = [
  { action: 'retry', operationId: 'retryPushes', summary: 'Send failed and cancelled pushes again' },
  { action: 'process', operationId: 'processPushes', summary: 'Send held pushes now' },
  { action: 'cancel', operationId: 'cancelPushes', summary: 'Cancel pushes that are not sent yet' },
] as const

/** All pushes that match a filter; an empty one matches all that the caller may see. */
function bulkRoutes(app: Api, deps: ControlDeps): void {
  for (const { action, ...described } of bulkActions) {
    app.post(`/pushes/${action}`, {
      schema: { ...described, tags, body: filterSchema, response: { 200: dataOf(movedSchema) } },
      handler: async (request) => {
        const { shop: shopId, dry_run: isRehearsal, since, until, ...rest } = request.body
        const filter = { ...rest, ...toRange({ since, until }), shopId, accountId: scopeOf(request) }
        if (isRehearsal) return { data: { pushes: await deps.db.pushes.countFor(action, filter) } }
        return { data: { pushes: (await act(action, filter, deps)).length } }
      },
    })
  }
}

function singleRoutes(app: Api, deps: ControlDeps): void {
  for (const action of ['retry', 'process', 'cancel'] as const) {
    app.post(`/pushes/:id/${action}`, {
      schema: {
        operationId: `${action}Push`,
        summary: { retry: 'Send a push again', process: 'Send a held push now', cancel: 'Cancel a push' }[action],
        tags,
        params,
        response: { 200: dataOf(detailedPushSchema) },
        problems: ['not-found', 'wrong-state'],
      },
      handler: (request) => actOnOne(action, request.params.id, scopeOf(request), deps),
    })
  }
}

function resolveRoute(app: Api, deps: ControlDeps): void {
  app.post('/pushes/:id/resolve', {
    schema: {
      operationId: 'resolvePush',
      summary: 'Resolve a conflict',
      description: '`push`: the shop is overwritten. `shop`: the push is cancelled and the shop keeps its value.',
      tags,
      params,
      body: z.strictObject({ winner: z.enum(['push', 'shop']) }),
      response: { 200: dataOf(detailedPushSchema) },
      problems: ['not-found', 'wrong-state'],
    },
    handler: (request) =>
      actOnOne(request.body.winner === 'push' ? 'overwrite' : 'yield', request.params.id, scopeOf(request), deps),
  })
}

type Filter = Parameters<ControlDeps['db']['pushes']['retry']>[0]
type Action = 'retry' | 'process' | 'cancel' | 'overwrite' | 'yield'

async function act(action: Action, filter: Filter, { db, enqueue }: ControlDeps): Promise<{ shopId: string }[]> {
  const { pushes } = db
  const moves = {
    retry: () => pushes.retry(filter),
    process: () => pushes.process(filter),
    cancel: () => pushes.cancel(filter, CANCELLED),
    overwrite: () => pushes.overwrite(filter),
    yield: () => pushes.yield(filter, SHOP_WINS),
  }
  const moved = await moves[action]()
  const shops = [...new Set(moved.map(({ shopId }) => shopId))]
  await enqueue.many(
    sendPushes,
    shops.map((shopId) => ({ shopId })),
  )
  return moved
}

async function actOnOne(action: Action, id: string, accountId: string | null, deps: ControlDeps) {
  const before = await findPresented(id, accountId, deps.db)
  const moved = await act(action, { accountId, ids: [id] }, deps)
  if (moved.length === 0) throw new Problem('wrong-state', { parameters: { what: id, status: before.status, action } })
  return { data: await findPresented(id, accountId, deps.db) }
}

import { z } from 'zod'
import type { Api } from '../../http/api.ts'
import { scopeOf } from '../../http/auth.ts'
import { idSchema, text } from '../../http/fields.ts'
import type { ControlDeps } from '../deps.ts'
import { findShop } from '../owned.ts'
import { pushStatus } from '../present/push.ts'
import { acceptPushes } from './accept-pushes.ts'

const PUSHES_MAX = 500
const BODY_BYTES_MAX = 5 * 1024 * 1024

const givenSchema = z
  .strictObject({
    key: text({ max: 200 }).describe('Your idempotency key, unique within the shop: the same key is the same push'),
    kind: text({ max: 60 }).describe('Such as `inventory.set`; see `/shops/{id}/capabilities`'),
    object: z.record(z.string(), z.unknown()).describe('Names the object, such as `{"sku":"A-1"}`'),
    payload: z.record(z.string(), z.unknown()).describe('The change; its fields depend on the kind'),
  })
  .meta({ id: 'NewPush' })

const acceptedSchema = z
  .object({
    key: z.string(),
    id: z.string(),
    status: pushStatus,
    repeated: z.boolean().describe('The same push was accepted before'),
  })
  .meta({ id: 'AcceptedPush' })

/** `POST /api/v1/shops/{id}/pushes` */
export function createPushesRoute(app: Api, deps: ControlDeps): void {
  app.post('/shops/:id/pushes', {
    bodyLimit: BODY_BYTES_MAX,
    schema: {
      operationId: 'createPushes',
      summary: 'Send changes to the shop',
      description:
        'All of the request are accepted, or none. They are sent one after the other for each object, different objects side by side.',
      tags: ['Pushes'],
      params: z.object({ id: idSchema }),
      body: z.strictObject({ pushes: z.array(givenSchema).min(1).max(PUSHES_MAX) }),
      response: { 202: z.object({ data: z.array(acceptedSchema) }) },
      problems: ['not-found', 'push-refused', 'key-reused', 'shop-not-active'],
    },
    handler: async (request, reply) => {
      const shop = await findShop(request.params.id, scopeOf(request), deps.db)
      const { pushes } = request.body
      const accepted = await deps.tracer.span(
        'pushes.accept',
        () => ({
          role: 'server',
          // The caller may go on with a trace of theirs.
          of: [request.headers.traceparent].flat(),
          attributes: { platform: shop.platform, shop: shop.id, count: pushes.length },
        }),
        (span) => acceptPushes(shop, pushes, { ...deps, span }),
      )
      const data = accepted.map(({ kind, ...rest }, index) => ({
        ...rest,
        key: pushes[index]?.key ?? '',
        repeated: kind === 'repeated',
      }))
      return reply.code(202).send({ data })
    },
  })
}

import { type Platform, pushKindNames, pushKinds } from '@shopmirror/platforms'
import { z } from 'zod'
import type { Api } from '../../http/api.ts'
import { scopeOf } from '../../http/auth.ts'
import { idSchema } from '../../http/fields.ts'
import { dataOf } from '../../http/paging.ts'
import type { ControlDeps } from '../deps.ts'
import { findPlatform, findShop } from '../owned.ts'

const capabilitySchema = z
  .object({
    kind: z.string(),
    entity: z.string(),
    supported: z.boolean(),
    fields: z.array(z.string()).describe('Supported fields of the payload'),
    scope: z.string().nullable().describe('Scope that the app needs'),
    scope_missing: z.boolean().describe('The merchant has not approved it'),
    changes_per_call: z.int().nullable(),
    compare: z
      .enum(['atomic', 'read_before'])
      .nullable()
      .describe('How `expected` is compared: by the shop in the write itself, or by a read right before it'),
    object_schema: z.record(z.string(), z.unknown()).describe('JSON Schema of `object`'),
    payload_schema: z.record(z.string(), z.unknown()).describe('JSON Schema of `payload`'),
  })
  .meta({ id: 'PushCapability' })

/** `/api/v1/shops/{id}/capabilities`: the pushes that the shop supports. */
export function capabilityRoutes(app: Api, { db, platforms }: ControlDeps): void {
  app.get('/shops/:id/capabilities', {
    schema: {
      operationId: 'getCapabilities',
      summary: 'Pushes that the shop supports',
      tags: ['Pushes'],
      params: z.object({ id: idSchema }),
      response: { 200: dataOf(z.array(capabilitySchema)) },
      problems: ['not-found'],
    },
    handler: async (request) => {
      const shop = await findShop(request.params.id, scopeOf(request), db)
      return { data: presentCapabilities(findPlatform(shop.platform, platforms), shop.missingScopes) }
    },
  })
}

function presentCapabilities(platform: Platform, missingScopes: readonly string[]): z.input<typeof capabilitySchema>[] {
  return pushKindNames.map((kind) => {
    const { entity, object, payload } = pushKinds[kind]
    const capability = platform.writes?.[kind]
    return {
      ...{ kind, entity, supported: capability !== undefined },
      fields: [...(capability?.fields ?? [])],
      scope: capability?.scope ?? null,
      scope_missing: capability !== undefined && missingScopes.includes(capability.scope),
      changes_per_call: capability?.changesPerCall ?? null,
      compare: capability?.compare ?? null,
      object_schema: z.toJSONSchema(object),
      payload_schema: z.toJSONSchema(payload),
    }
  })
}

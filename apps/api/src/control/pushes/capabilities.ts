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
    unsupported_reason: z.string().nullable().describe('Why it is not supported, and what to use instead'),
    required: z.array(z.string()).describe('Fields that the shop needs beyond those of the schema'),
    values: z
      .record(z.string(), z.array(z.string()))
      .describe('All values of a field, where they are the same in every shop'),
    alternatives: z.record(z.string(), z.string()).describe('Why a field is not supported, and what to use instead'),
    scopes: z.array(z.string()).describe('Scopes that the app needs'),
    scopes_missing: z.array(z.string()).describe('Those that the merchant has not approved'),
    changes_per_call: z.int().nullable(),
    cost: z
      .object({
        unit: z.enum(['points', 'requests']).describe('Points: what a query costs at the platform'),
        per_call: z.int(),
      })
      .nullable()
      .describe(
        "What the call that writes takes of the shop's rate limit, reads before and after it not included; null where several calls write a change",
      ),
    class: z
      .enum(['repeatable', 'repeatable_with_key', 'read_back_first'])
      .nullable()
      .describe(
        'What happens when an answer is lost: the call is sent again, as it is or with its idempotency key, or the object is read first',
      ),
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
      ...{ kind, entity: entity ?? 'tags', supported: capability !== undefined },
      fields: [...(capability?.fields ?? [])],
      unsupported_reason: platform.unsupportedWrites?.[kind] ?? null,
      required: [...(capability?.required ?? [])],
      values: mutable(capability?.values ?? {}),
      alternatives: { ...capability?.alternatives },
      scopes: [...(capability?.scopes ?? [])],
      scopes_missing: (capability?.scopes ?? []).filter((scope) => missingScopes.includes(scope)),
      changes_per_call: capability?.changesPerCall ?? null,
      cost: capability?.cost ? { unit: capability.cost.unit, per_call: capability.cost.perCall } : null,
      class: capability?.class ?? null,
      compare: capability?.compare ?? null,
      object_schema: z.toJSONSchema(object),
      payload_schema: z.toJSONSchema(payload),
    }
  })
}

function mutable(values: Readonly<Record<string, readonly string[]>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(values).map(([field, allowed]) => [field, [...allowed]]))
}

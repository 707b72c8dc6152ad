import { type EntityPushSettings, pushSettingsOf } from '@shopmirror/jobs'
import { type PushEntity, pushEntities } from '@shopmirror/platforms'
import { z } from 'zod'
import type { Api } from '../../http/api.ts'
import { scopeOf } from '../../http/auth.ts'
import { idSchema } from '../../http/fields.ts'
import { dataOf } from '../../http/paging.ts'
import { Problem } from '../../http/problem.ts'
import type { ControlDeps } from '../deps.ts'
import { findShop } from '../owned.ts'

const tags = ['Pushes']
const params = z.object({ id: idSchema })
const INTERVALS = [0, 1, 5, 15] as const

const entitySchema = z
  .strictObject({
    enabled: z.boolean().describe('Off: pushes are accepted and held'),
    interval_minutes: z.literal(INTERVALS).describe('Pushes are sent together, this often; 0: at once'),
    on_conflict: z
      .enum(['hold', 'shop_wins', 'ours_wins'])
      .describe('When the shop has another value than expected: ask a user, keep it, or overwrite it'),
  })
  .meta({ id: 'EntityPushSettings' })

const settingsSchema = z
  .strictObject({
    orders: entitySchema.optional(),
    inventory: entitySchema.optional(),
    products: entitySchema.optional(),
    customers: entitySchema.optional(),
  })
  .meta({ id: 'PushSettings' })
const response = { 200: dataOf(settingsSchema) }

/** `/api/v1/shops/{id}/push-settings`: which pushes are sent to a shop, how often, and how conflicts are resolved. */
export function pushSettingsRoutes(app: Api, { db }: ControlDeps): void {
  app.get('/shops/:id/push-settings', {
    schema: {
      operationId: 'getPushSettings',
      summary: 'Which pushes are sent to the shop, and how',
      tags,
      params,
      response,
      problems: ['not-found'],
    },
    handler: async (request) => {
      const shop = await findShop(request.params.id, scopeOf(request), db)
      return { data: await present(shop.id, db) }
    },
  })

  app.put('/shops/:id/push-settings', {
    schema: {
      operationId: 'setPushSettings',
      summary: 'Set which pushes are sent to the shop, and how',
      description:
        'Entities that are left out stay as they are. By default orders go out at once and everything else is held. Switched off, what waits is held; switched on, send it with `POST /pushes/process`.',
      tags,
      params,
      body: settingsSchema,
      response,
      problems: ['not-found'],
    },
    config: { permission: 'manage' },
    handler: async (request) => {
      const shop = await findShop(request.params.id, scopeOf(request), db)
      await db.transaction(async (tx) => {
        const stored = (await tx.shopSettings.get(shop.id))?.pushSettings ?? {}
        const given = Object.entries(request.body).map(([entity, settings]) => [entity, toStored(settings)] as const)
        await tx.shopSettings.update(shop.id, { pushSettings: { ...stored, ...Object.fromEntries(given) } })
        for (const [entity, { enabled }] of given) if (!enabled) await tx.pushes.hold(shop.id, entity)
      })
      return { data: await present(shop.id, db) }
    },
  })
}

function toStored(settings: z.output<typeof entitySchema>): EntityPushSettings {
  return { enabled: settings.enabled, intervalMinutes: settings.interval_minutes, onConflict: settings.on_conflict }
}

async function present(shopId: string, db: ControlDeps['db']): Promise<z.input<typeof settingsSchema>> {
  const settings = await db.shopSettings.get(shopId)
  if (!settings) throw new Problem('not-found')
  return Object.fromEntries(pushEntities.map((entity) => [entity, presentEntity(settings.pushSettings, entity)]))
}

function presentEntity(stored: Parameters<typeof pushSettingsOf>[0], entity: PushEntity): z.input<typeof entitySchema> {
  const { enabled, intervalMinutes, onConflict } = pushSettingsOf(stored, entity)
  const interval = INTERVALS.find((each) => each === intervalMinutes) ?? 0
  return { enabled, interval_minutes: interval, on_conflict: onConflict }
}

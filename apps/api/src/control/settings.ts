import { changeSettings } from '@shopmirror/jobs'
import { z } from 'zod'
import type { Api } from '../http/api.ts'
import { scopeOf } from '../http/auth.ts'
import { idSchema } from '../http/fields.ts'
import { dataOf } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import type { ControlDeps } from './deps.ts'
import { findPlatform, findShop } from './owned.ts'
import { describeResources, presentSettings, settingsSchema } from './present/settings.ts'

const tags = ['Shops']
const params = z.object({ id: idSchema })
const response = { 200: dataOf(settingsSchema) }

/** `/api/v1/shops/{id}/settings`: what is mirrored, and how often. */
export function settingsRoutes(app: Api, deps: ControlDeps): void {
  const { db, platforms } = deps
  app.get('/shops/:id/settings', {
    schema: {
      operationId: 'getShopSettings',
      summary: 'What is mirrored, and how often',
      tags,
      params,
      response,
      problems: ['not-found'],
    },
    handler: async (request) => {
      const shop = await findShop(request.params.id, scopeOf(request), db)
      const settings = await db.shopSettings.get(shop.id)
      if (!settings) throw new Problem('not-found')
      return { data: presentSettings(settings) }
    },
  })

  app.put('/shops/:id/settings', {
    schema: {
      operationId: 'setShopSettings',
      summary: 'Set what is mirrored, and how often',
      description: `Webhooks and syncs of resources that are left out are not mirrored; included again, a sync reads what changed since. ${describeResources(platforms)}`,
      tags,
      params,
      body: settingsSchema,
      response,
      problems: ['not-found', 'wrong-state'],
    },
    config: { permission: 'manage' },
    handler: async (request) => {
      const shop = await findShop(request.params.id, scopeOf(request), db)
      const { resources, frequency } = request.body
      requireOffered(resources, findPlatform(shop.platform, platforms).reads.resources)
      if (shop.status === 'uninstalled')
        throw new Problem('wrong-state', { parameters: { what: shop.domain, status: shop.status, action: 'settings' } })
      const change = {
        scheduleEnabled: request.body.schedule_enabled,
        fullEveryHours: request.body.full_every_hours,
        frequency,
        resources,
      }
      const settings = await changeSettings(shop, change, deps)
      if (!settings) throw new Problem('not-found')
      return { data: presentSettings(settings) }
    },
  })
}

function requireOffered(wanted: readonly string[] | null, offered: readonly string[]): void {
  const foreign = (wanted ?? []).filter((resource) => !offered.includes(resource))
  if (foreign.length === 0) return
  throw new Problem('invalid-request', {
    errors: [{ path: 'body.resources', message: `choose from ${offered.join(', ')}` }],
  })
}

import { type Resource, tableOf } from '@shopmirror/platforms'
import { z } from 'zod'
import type { Api } from '../../http/api.ts'
import { scopeOf } from '../../http/auth.ts'
import { idSchema } from '../../http/fields.ts'
import { dataOf } from '../../http/paging.ts'
import { Problem } from '../../http/problem.ts'
import type { ControlDeps } from '../deps.ts'
import { findPlatform, findShop } from '../owned.ts'
import { iso } from '../present/common.ts'
import { resourceSchema } from '../present/settings.ts'
import { locationSchema, progressSchema, repairSchema, resourceStateSchema } from './present.ts'
import { readProgress } from './read-progress.ts'

const tags = ['Shops']
const params = z.object({ id: idSchema })
const problems = ['not-found'] as const
/** Counting a table of one shop stops here: about a quarter of a second. */
const ROWS_COUNTED_MAX = 1_000_000

/** `/api/v1/shops/{id}/…`: how a shop is getting on. */
export function shopPageRoutes(app: Api, deps: ControlDeps): void {
  const { db, platforms } = deps

  app.get('/shops/:id/progress', {
    schema: {
      operationId: 'getShopProgress',
      summary: 'The newest run with its pace, who uses the allowance, and what to do next',
      tags,
      params,
      response: { 200: dataOf(progressSchema) },
      problems,
    },
    handler: async (request) => {
      const shop = await findShop(request.params.id, scopeOf(request), db)
      return { data: await readProgress(shop, platforms.get(shop.platform), deps) }
    },
  })

  app.get('/shops/:id/resources', {
    schema: {
      operationId: 'listShopResources',
      summary: 'What the mirror has of a shop',
      tags,
      params,
      response: { 200: dataOf(z.array(resourceStateSchema)) },
      problems,
    },
    handler: async (request) => {
      const shop = await findShop(request.params.id, scopeOf(request), db)
      return { data: await readResources(shop.id, findPlatform(shop.platform, platforms).reads.resources, deps) }
    },
  })

  app.get('/shops/:id/resources/:resource/rehearsal', {
    schema: {
      operationId: 'rehearseRepair',
      summary: 'What reading a resource of a shop completely again takes',
      description: 'Repair it with `POST /shops/{id}/syncs`: `{"type": "full", "resources": ["…"]}`.',
      tags,
      params: z.object({ id: idSchema, resource: resourceSchema }),
      response: { 200: dataOf(repairSchema) },
      problems,
    },
    handler: async (request) => {
      const { id, resource } = request.params
      const shop = await findShop(id, scopeOf(request), db)
      if (!findPlatform(shop.platform, platforms).reads.resources.includes(resource)) throw new Problem('not-found')
      return { data: await rehearseRepair(shop.id, resource, deps) }
    },
  })

  app.get('/shops/:id/locations', {
    schema: {
      operationId: 'listShopLocations',
      summary: 'Places of a shop that hold stock',
      tags,
      params,
      response: { 200: dataOf(z.array(locationSchema)) },
      problems,
    },
    handler: async (request) => {
      const shop = await findShop(request.params.id, scopeOf(request), db)
      return { data: await readLocations(shop.id, deps) }
    },
  })

  app.put('/shops/:id/default-location', {
    schema: {
      operationId: 'setDefaultLocation',
      summary: 'Set the location of stock pushes that name none',
      description: '`null`: the only location of the shop; a shop with several then needs one in each push.',
      tags,
      params,
      body: z.strictObject({ location: z.string().min(1).max(255).nullable() }),
      response: { 200: dataOf(z.array(locationSchema)) },
      problems: ['not-found', 'invalid-request'],
    },
    config: { permission: 'manage' },
    handler: async (request) => {
      const shop = await findShop(request.params.id, scopeOf(request), db)
      const { location } = request.body
      const known = (await db.mirror.activeLocations(shop.id)).map(({ id }) => id)
      if (location !== null && !known.includes(location))
        throw new Problem('invalid-request', {
          errors: [
            { path: 'body.location', message: `choose from ${known.join(', ') || 'none: sync locations first'}` },
          ],
        })
      if (!(await db.shopSettings.update(shop.id, { defaultLocation: location }))) throw new Problem('not-found')
      return { data: await readLocations(shop.id, deps) }
    },
  })
}

async function rehearseRepair(
  shopId: string,
  resource: Resource,
  { db }: ControlDeps,
): Promise<z.input<typeof repairSchema>> {
  const [rows, full] = await Promise.all([
    db.mirror.liveCountUpTo(shopId, tableOf[resource], ROWS_COUNTED_MAX),
    db.runs.lastFull(shopId),
  ])
  const last = full.find((row) => row.resource === resource)
  const { startedAt, finishedAt } = last ?? {}
  return {
    ...{ resource, rows, is_minimum: rows === ROWS_COUNTED_MAX },
    last:
      last && startedAt && finishedAt
        ? {
            ...{ run_id: last.runId, rows_read: last.rowsRead, calls: last.requests },
            seconds: Math.ceil((finishedAt.getTime() - startedAt.getTime()) / 1_000),
            finished_at: finishedAt.toISOString(),
          }
        : null,
  }
}

async function readLocations(shopId: string, { db }: ControlDeps): Promise<z.input<typeof locationSchema>[]> {
  const [settings, locations] = await Promise.all([db.shopSettings.get(shopId), db.mirror.activeLocations(shopId)])
  return locations.map((location) => ({ ...location, is_default: location.id === settings?.defaultLocation }))
}

async function readResources(
  shopId: string,
  resources: readonly Resource[],
  { db }: ControlDeps,
): Promise<z.input<typeof resourceStateSchema>[]> {
  const [settings, watermarks, quarantined] = await Promise.all([
    db.shopSettings.get(shopId),
    db.watermarks.get(shopId),
    db.quarantine.countByTable(shopId),
  ])
  const states: z.input<typeof resourceStateSchema>[] = []
  // One after the other: a large shop must not take all connections of the pool.
  for (const resource of resources) {
    const rows = await db.mirror.liveCountUpTo(shopId, tableOf[resource], ROWS_COUNTED_MAX)
    const watermark = watermarks.find((row) => row.resource === resource)
    states.push({
      resource,
      is_mirrored: settings?.resources?.includes(resource) ?? true,
      rows,
      is_minimum: rows === ROWS_COUNTED_MAX,
      quarantined: quarantined.get(tableOf[resource]) ?? 0,
      synced_to: iso(watermark?.syncedTo ?? null),
      full_at: iso(watermark?.fullAt ?? null),
    })
  }
  return states
}

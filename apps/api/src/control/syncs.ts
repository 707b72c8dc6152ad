import { type Shop, startSync } from '@shopmirror/jobs'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Api } from '../http/api.ts'
import { callerOf, scopeOf } from '../http/auth.ts'
import { idSchema, platformParams, text } from '../http/fields.ts'
import { pickLanguage } from '../http/languages.ts'
import { say } from '../http/messages.ts'
import { dataOf } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import type { ControlDeps } from './deps.ts'
import { findPlatform, findShop } from './owned.ts'
import { runStatus, runType } from './present/run.ts'
import { describeResources, resourceSchema } from './present/settings.ts'

const tags = ['Syncs']
/** Per caller, for one shop or one platform. */
const limit = { max: 3, timeWindow: 120_000 }
/** Shops listed in an error message. */
const SHOPS_NAMED = 10

const queuedSchema = z
  .object({
    type: runType,
    status: runStatus.describe('`queued`, or the status of the run that was already open'),
    message: z.string(),
    run_id: z.string(),
  })
  .meta({ id: 'QueuedSync' })

/** Routes that start a sync: of a shop by its id, or of a platform's shop. */
export function syncRoutes(app: Api, deps: ControlDeps): void {
  app.post('/shops/:id/syncs', {
    schema: {
      operationId: 'startSync',
      summary: 'Sync a shop now',
      description: `One run per shop at a time: while a run is open, it is returned. ${describeResources(deps.platforms)}`,
      tags,
      params: z.object({ id: idSchema }),
      body: z
        .object({
          type: runType,
          resources: z.array(resourceSchema).min(1).optional().describe("Default: those of the shop's settings"),
          force: z.boolean().optional().describe('Disables the delete guard for this run'),
        })
        .strict(),
      response: { 202: dataOf(queuedSchema) },
      problems: ['not-found', 'shop-not-active', 'nothing-to-sync', 'plan-limit'],
    },
    config: {
      rateLimit: { ...limit, keyGenerator: (request) => `${callerOf(request).id}:${paramOf(request, 'id')}` },
    },
    handler: async (request, reply) => {
      const shop = await findShop(request.params.id, scopeOf(request), deps.db)
      return reply.code(202).send({ data: await start({ shop, request, ...request.body }, deps) })
    },
  })

  app.post('/:platform/sync', {
    schema: {
      operationId: 'startPlatformSync',
      summary: 'Sync the shop of a platform now',
      tags,
      params: platformParams,
      body: z
        .object({
          type: runType,
          shop: text({ max: 255 }).optional().describe('Name or id of the shop; required when several are connected'),
        })
        .strict(),
      response: { 202: dataOf(queuedSchema) },
      problems: ['not-found', 'no-connection', 'choose-a-shop', 'shop-not-active', 'nothing-to-sync', 'plan-limit'],
    },
    config: { rateLimit: limit },
    handler: async (request, reply) => {
      const { platform } = request.params
      const shop = await chooseShop({ platform, name: request.body.shop, accountId: scopeOf(request) }, deps)
      return reply.code(202).send({ data: await start({ shop, request, type: request.body.type }, deps) })
    },
  })
}

function paramOf({ params }: FastifyRequest, name: string): string {
  return String((params as Record<string, unknown>)[name] ?? '')
}

interface SyncInput {
  shop: Shop
  type: 'full' | 'incremental'
  resources?: z.output<typeof resourceSchema>[] | undefined
  force?: boolean | undefined
  request: FastifyRequest
}

async function start({ shop, type, resources, force, request }: SyncInput, deps: ControlDeps) {
  const sync = {
    shopId: shop.id,
    type,
    trigger: 'manual',
    ...(resources && { resources }),
    force: force === true,
  } as const
  const { run, created } = await startSync(sync, deps)
  const language = pickLanguage(request.headers['accept-language'])
  const message = say(created ? 'sync-queued' : 'sync-open', language, { type: run.type, domain: shop.domain })
  return { type: run.type, status: run.status, message, run_id: run.id }
}

interface ShopQuery {
  platform: string
  name: string | undefined
  accountId: string | null
}

async function chooseShop({ platform: id, name, accountId }: ShopQuery, { db, platforms }: ControlDeps): Promise<Shop> {
  const platform = findPlatform(id, platforms)
  const none = new Problem('no-connection', { parameters: { platform: id } })
  if (name !== undefined) {
    const domain = platform.parseDomain(name)
    const named = (await db.shops.find(name)) ?? (domain ? await db.shops.findConnected(id, domain) : null)
    const mine = named && named.platform === id && (accountId === null || named.accountId === accountId)
    if (!mine || named.status === 'uninstalled') throw none
    return named
  }
  const shops = await db.shops.list({ accountId, platform: id, connected: true, limit: SHOPS_NAMED })
  const [only, ...others] = shops
  if (!only) throw none
  if (others.length === 0) return only
  throw new Problem('choose-a-shop', { parameters: { shops: shops.map(({ domain }) => domain).join(', ') } })
}

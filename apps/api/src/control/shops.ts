import { pauseShop, resumeShop, type Shop } from '@shopmirror/jobs'
import { z } from 'zod'
import { disconnectShop } from '../disconnect-shop.ts'
import type { Api } from '../http/api.ts'
import { callerOf, scopeOf } from '../http/auth.ts'
import { idSchema, text } from '../http/fields.ts'
import { dataOf, pageOf, pageQuery, readPage } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import { connectOwnApp } from './connect-own-app.ts'
import type { ControlDeps } from './deps.ts'
import { ownAppSchema, readOwnApp } from './own-app.ts'
import { findPlatform, findShop } from './owned.ts'
import { presentShop, shopSchema, shopStatus } from './present/shop.ts'
import { testResultSchema, testShop } from './test-shop.ts'

const tags = ['Shops']
const params = z.object({ id: idSchema })
const few = { rateLimit: { max: 10, timeWindow: 60_000 } }

/** `/api/v1/shops`: connect, read, pause, test and disconnect shops. */
export function shopRoutes(app: Api, deps: ControlDeps): void {
  const { db, platforms } = deps
  const present = (shop: Shop) => presentShop(shop, platforms.get(shop.platform))

  app.get('/shops', {
    schema: {
      operationId: 'listShops',
      summary: 'Connected shops, newest first',
      tags,
      querystring: z
        .object({
          q: text({ max: 200 }).optional().describe('Part of its domain or name, in any case'),
          platform: text({ max: 40 }).optional(),
          status: shopStatus.optional(),
          ...pageQuery,
        })
        .strict(),
      response: { 200: pageOf(shopSchema) },
    },
    handler: (request) => {
      const { limit, q, ...query } = request.query
      const accountId = scopeOf(request)
      return readPage(limit, (rows) => db.shops.list({ ...query, text: q, limit: rows, accountId }), present)
    },
  })

  app.post('/shops', {
    schema: {
      operationId: 'connectShop',
      summary: 'Connect a shop with credentials that its merchant created',
      description:
        "An API client, a token or a key, created in the shop's admin; which fields there are depends on the platform. They are tested with a call before they are accepted.",
      tags,
      body: ownAppSchema(platforms),
      response: { 201: dataOf(shopSchema) },
      problems: [
        ...(['not-found', 'shop-taken', 'plan-limit', 'invalid-credentials', 'credentials-refused'] as const),
        ...(['shop-refused', 'shop-unreachable'] as const),
      ],
    },
    config: { ...few, permission: 'manage' },
    handler: async (request, reply) => {
      const platform = findPlatform(request.body.platform, platforms)
      const ownApp = readOwnApp(platform, request.body)
      const { accountId } = callerOf(request)
      const shop = await connectOwnApp({ accountId, platform, domain: request.body.domain, ownApp }, deps)
      return reply.code(201).send({ data: present(shop) })
    },
  })

  app.get('/shops/:id', {
    schema: {
      operationId: 'getShop',
      summary: 'One shop',
      tags,
      params,
      response: { 200: dataOf(shopSchema) },
      problems: ['not-found'],
    },
    handler: async (request) => ({ data: present(await findShop(request.params.id, scopeOf(request), db)) }),
  })

  app.patch('/shops/:id', {
    schema: {
      operationId: 'updateShop',
      summary: 'Pause or resume a shop',
      description:
        'A paused shop is not called. After it is resumed, a sync reads what was missed. A shop without access can be paused and resumed, too: this changes `paused_at`, and its `status` when access returns.',
      tags,
      params,
      body: z.object({ status: z.enum(['active', 'paused']) }).strict(),
      response: { 200: dataOf(shopSchema) },
      problems: ['not-found', 'wrong-state'],
    },
    handler: async (request) => {
      const shop = await findShop(request.params.id, scopeOf(request), db)
      await changeStatus(shop, request.body.status, deps)
      return { data: present(await findShop(shop.id, null, db)) }
    },
  })

  app.delete('/shops/:id', {
    schema: {
      operationId: 'disconnectShop',
      summary: 'Disconnect a shop',
      description: 'Its tokens are deleted at once, its data after the grace period; see /erasures.',
      tags,
      params,
      response: { 200: dataOf(shopSchema) },
      problems: ['not-found'],
    },
    config: { permission: 'manage' },
    handler: async (request) => {
      const shop = await findShop(request.params.id, scopeOf(request), db)
      await disconnectShop(shop.id, 'disconnected by its account', deps)
      deps.credentials.forget(shop.id)
      return { data: present(await findShop(shop.id, null, db)) }
    },
  })

  app.post('/shops/:id/test', {
    schema: {
      operationId: 'testShop',
      summary: 'Test the connection with real calls',
      tags,
      params,
      response: { 200: dataOf(testResultSchema) },
      problems: ['not-found', 'wrong-state'],
    },
    config: few,
    handler: async (request) => {
      const shop = await findShop(request.params.id, scopeOf(request), db)
      return { data: await testShop(shop, deps) }
    },
  })
}

async function changeStatus(shop: Shop, status: 'active' | 'paused', deps: ControlDeps): Promise<void> {
  const isAlready = status === 'active' ? shop.status === 'active' : shop.pausedAt !== null
  if (isAlready && shop.access !== 'uninstalled') return
  const isChanged = status === 'paused' ? await pauseShop(shop.id, deps) : await resumeShop(shop.id, deps)
  if (isChanged) return
  throw new Problem('wrong-state', { parameters: { what: shop.domain, status: shop.status, action: status } })
}

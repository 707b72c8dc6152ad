import { pauseShop, resumeShop, type Shop } from '@shopmirror/jobs'
import { z } from 'zod'
import { endShop } from '../end-shop.ts'
import type { Api } from '../http/api.ts'
import { callerOf, scopeOf } from '../http/auth.ts'
import { idSchema, text } from '../http/fields.ts'
import { dataOf, pageOf, pageQuery, readPage } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import { connectOwnApp } from './connect-own-app.ts'
import type { ControlDeps } from './deps.ts'
import { ownAppSchema, toOwnApp } from './own-app.ts'
import { findPlatform, findShop } from './owned.ts'
import { presentShop, shopSchema, shopStatus } from './present/shop.ts'
import { testResultSchema, testShop } from './test-shop.ts'

const tags = ['Shops']
const params = z.object({ id: idSchema })
const few = { rateLimit: { max: 10, timeWindow: 60_000 } }

/** `/api/v1/shops`: connect, read, pause, test and disconnect shops. */
export function shopRoutes(app: Api, deps: ControlDeps): void {
  const { db, platforms } = deps
  const present = (shop: Shop) => presentShop(shop, platforms.get(shop.platform)?.approveScopesUrl)

  app.get('/shops', {
    schema: {
      operationId: 'listShops',
      summary: 'Connected shops, newest first',
      tags,
      querystring: z
        .object({ platform: text({ max: 40 }).optional(), status: shopStatus.optional(), ...pageQuery })
        .strict(),
      response: { 200: pageOf(shopSchema) },
    },
    handler: (request) => {
      const { limit, ...query } = request.query
      return readPage(limit, (rows) => db.shops.list({ ...query, limit: rows, accountId: scopeOf(request) }), present)
    },
  })

  app.post('/shops', {
    schema: {
      operationId: 'connectShop',
      summary: 'Connect a shop by an API client or an access token of its own',
      description: "The merchant makes it in the shop's admin. It is tried out with a real call before it is accepted.",
      tags,
      body: ownAppSchema,
      response: { 201: dataOf(shopSchema) },
      problems: ['not-found', 'shop-taken', 'plan-limit', 'credentials-refused', 'shop-refused', 'shop-unreachable'],
    },
    config: few,
    handler: async (request, reply) => {
      const { platform, domain } = request.body
      const wish = { platform: findPlatform(platform, platforms), domain, ownApp: toOwnApp(request.body) }
      const shop = await connectOwnApp({ ...wish, accountId: callerOf(request).accountId }, deps)
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
      summary: 'Pause a shop, or let it go on',
      description:
        'While paused nothing is asked of it. Afterwards what was missed is read. A shop without access can be paused too, and resumed: `paused_at` says so, and its `status` changes when access returns.',
      tags,
      params,
      body: z.object({ status: z.enum(['active', 'paused']) }).strict(),
      response: { 200: dataOf(shopSchema) },
      problems: ['not-found', 'wrong-state'],
    },
    handler: async (request) => {
      const shop = await findShop(request.params.id, scopeOf(request), db)
      await move(shop, request.body.status, deps)
      return { data: present(await findShop(shop.id, null, db)) }
    },
  })

  app.delete('/shops/:id', {
    schema: {
      operationId: 'disconnectShop',
      summary: 'Disconnect a shop',
      description: 'Its tokens are gone at once, its data after the grace; see /erasures.',
      tags,
      params,
      response: { 200: dataOf(shopSchema) },
      problems: ['not-found'],
    },
    handler: async (request) => {
      const shop = await findShop(request.params.id, scopeOf(request), db)
      await endShop(shop.id, 'disconnected by its account', deps)
      deps.credentials.forget(shop.id)
      return { data: present(await findShop(shop.id, null, db)) }
    },
  })

  app.post('/shops/:id/test', {
    schema: {
      operationId: 'testShop',
      summary: 'Ask the shop something now',
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

async function move(shop: Shop, wish: 'active' | 'paused', deps: ControlDeps): Promise<void> {
  const isAsWished = wish === 'active' ? shop.status === 'active' : shop.pausedAt !== null
  if (isAsWished && shop.access !== 'uninstalled') return
  const moved = wish === 'paused' ? await pauseShop(shop.id, deps) : await resumeShop(shop.id, deps)
  if (!moved) throw new Problem('wrong-state', { parameters: { what: shop.domain, status: shop.status, wish } })
}

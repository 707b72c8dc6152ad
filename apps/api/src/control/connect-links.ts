import type { Repositories } from '@shopmirror/db'
import { z } from 'zod'
import { offeredPlatforms } from '../connect/offer.ts'
import { returnUrlSchema } from '../connect/return-url.ts'
import type { Api } from '../http/api.ts'
import { callerOf, isWithin, scopeOf } from '../http/auth.ts'
import { idSchema, text } from '../http/fields.ts'
import { languages } from '../http/languages.ts'
import { dataOf, pageOf, readPage, shopPageQuery } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import type { ControlDeps } from './deps.ts'
import { findShop } from './owned.ts'
import { connectLinkSchema, presentConnectLink } from './present/connect-link.ts'

const tags = ['Install']
const MINUTES = 60
const MINUTES_MAX = 7 * 24 * 60
const PLATFORMS_MAX = 50

const newLinkSchema = z
  .object({ ...connectLinkSchema.shape, url: z.url().describe('The link for the merchant; shown only once') })
  .meta({ id: 'NewConnectLink' })

/** What links need beside the control routes. */
export interface ConnectLinkDeps extends ControlDeps {
  /** Origins that return URLs may have; any when empty. */
  returnOrigins: readonly string[]
  /** The absolute address of one of our paths. */
  at(path: string): string
}

/** `/api/v1/connect-links`: links with which merchants connect their shops. */
export function connectLinkRoutes(app: Api, deps: ConnectLinkDeps): void {
  const { db, platforms, now, at, returnOrigins } = deps
  const bodySchema = z
    .object({
      platforms: z
        .array(text({ max: 40 }))
        .min(1)
        .max(PLATFORMS_MAX)
        .optional()
        .describe('Platforms that the merchant can choose from; by default all on which the app can be installed'),
      language: z.enum(languages).optional().describe("By default the language of the merchant's browser"),
      return_url: returnUrlSchema(returnOrigins).optional().describe('Where the merchant can go afterwards'),
      shop: idSchema.optional().describe('Id of a connected shop: the link reconnects it, and connects no other'),
      expires_in_minutes: z.int().min(1).max(MINUTES_MAX).default(MINUTES),
    })
    .strict()

  app.post('/connect-links', {
    schema: {
      operationId: 'createConnectLink',
      summary: 'Create a link with which a merchant connects a shop',
      description: 'The merchant needs no account. The link connects one shop to your account, and works once.',
      tags,
      body: bodySchema,
      response: { 201: dataOf(newLinkSchema) },
      problems: ['not-found', 'app-not-configured', 'wrong-state'],
    },
    config: { permission: 'manage', rateLimit: { max: 60, timeWindow: 60_000 } },
    handler: async (request, reply) => {
      const { body } = request
      const { id: createdBy, accountId } = callerOf(request)
      const shop = body.shop === undefined ? null : await findReconnectable(body.shop, accountId, db)
      const { link, token } = await db.connectLinks.create({
        ...{ accountId, createdBy, shop, ttlMs: body.expires_in_minutes * 60_000 },
        platforms: offeredPlatforms(shop ? [shop.platform] : body.platforms, platforms).map(({ id }) => id),
        language: body.language ?? null,
        returnUrl: body.return_url ?? null,
      })
      deps.log.info({ connectLink: link.id, account: accountId, by: createdBy }, 'connect_link.created')
      return reply.code(201).send({ data: { ...presentConnectLink(link, now()), url: at(`/connect/${token}`) } })
    },
  })

  app.get('/connect-links', {
    schema: {
      operationId: 'listConnectLinks',
      summary: 'Connect links, newest first',
      tags,
      querystring: z.object(shopPageQuery).strict(),
      response: { 200: pageOf(connectLinkSchema) },
    },
    config: { permission: 'manage' },
    handler: (request) => {
      const { limit, shop: shopId, cursor } = request.query
      const read = (rows: number) => db.connectLinks.list({ accountId: scopeOf(request), shopId, cursor, limit: rows })
      return readPage(limit, read, (row) => presentConnectLink(row, now()))
    },
  })

  app.delete('/connect-links/:id', {
    schema: {
      operationId: 'revokeConnectLink',
      summary: 'Revoke a connect link',
      tags,
      params: z.object({ id: idSchema }),
      response: { 200: dataOf(connectLinkSchema) },
      problems: ['not-found', 'wrong-state'],
    },
    config: { permission: 'manage' },
    handler: async (request) => {
      const link = await findLink(request.params.id, scopeOf(request), db)
      const { status } = presentConnectLink(link, now())
      if (!(await db.connectLinks.revoke(link.id)) && status === 'used')
        throw new Problem('wrong-state', { parameters: { what: link.id, status, action: 'revoke' } })
      return { data: presentConnectLink(await findLink(link.id, null, db), now()) }
    },
  })
}

/** A link of the caller's account reconnects a shop of that account only. */
async function findReconnectable(id: string, accountId: string, db: Repositories) {
  const shop = await findShop(id, accountId, db)
  if (shop.status === 'uninstalled')
    throw new Problem('wrong-state', { parameters: { what: id, status: shop.status, action: 'reconnect' } })
  return shop
}

async function findLink(id: string, scope: string | null, db: Repositories) {
  const link = await db.connectLinks.find(id)
  if (!link || !isWithin(scope, link.accountId)) throw new Problem('not-found')
  return link
}

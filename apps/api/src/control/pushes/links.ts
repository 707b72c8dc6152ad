import { LinkTakenError, type ObjectLink } from '@shopmirror/db'
import { z } from 'zod'
import type { Api } from '../../http/api.ts'
import { scopeOf } from '../../http/auth.ts'
import { idSchema, text } from '../../http/fields.ts'
import { dataOf, pageOf, pageQuery, readPage } from '../../http/paging.ts'
import { Problem } from '../../http/problem.ts'
import type { ControlDeps } from '../deps.ts'
import { findShop } from '../owned.ts'

const NAME_LENGTH_MAX = 255
const tags = ['Pushes']
const params = z.object({ id: idSchema })
const name = text({ max: NAME_LENGTH_MAX })
const entity = z.enum(['orders', 'products', 'customers'])

const linkSchema = z
  .strictObject({
    entity,
    own_id: name.describe('Your own id of the object'),
    external_id: name.describe("The platform's id, as `external_id` in the mirror"),
  })
  .meta({ id: 'ObjectLink' })

/** `/api/v1/shops/{id}/links`: which object of the shop is which of the caller's. */
export function linkRoutes(app: Api, { db }: ControlDeps): void {
  app.get('/shops/:id/links', {
    schema: {
      operationId: 'listLinks',
      summary: 'Links of one entity, by own id',
      tags,
      params,
      querystring: z.strictObject({
        ...pageQuery,
        cursor: name.optional().describe('`next_cursor` of the previous page'),
        entity,
        object: name.optional().describe("The platform's id of the object"),
      }),
      response: { 200: pageOf(linkSchema) },
      problems: ['not-found'],
    },
    handler: async (request) => {
      const shop = await findShop(request.params.id, scopeOf(request), db)
      const { limit, cursor: after, object: externalId, entity: of } = request.query
      const read = async (rows: number) => {
        const links = await db.objectLinks.list(shop.id, { entity: of, externalId, after, limit: rows })
        return links.map((link) => ({ ...link, id: link.ownId }))
      }
      return readPage(limit, read, (link) => present({ ...link, entity: of }))
    },
  })

  app.put('/shops/:id/links', {
    schema: {
      operationId: 'linkObject',
      summary: 'Link an object of the shop to your own id',
      description: 'What a push creates is linked by itself; this links what existed before.',
      tags,
      params,
      body: linkSchema,
      response: { 200: dataOf(linkSchema) },
      problems: ['not-found', 'link-taken'],
    },
    handler: async (request) => {
      const shop = await findShop(request.params.id, scopeOf(request), db)
      const { entity: of, own_id: ownId, external_id: externalId } = request.body
      await db.objectLinks.link(shop.id, { entity: of, ownId, externalId }).catch((error: unknown) => {
        throw error instanceof LinkTakenError ? new Problem('link-taken') : error
      })
      return { data: request.body }
    },
  })

  app.delete('/shops/:id/links', {
    schema: {
      operationId: 'unlinkObject',
      summary: 'Remove a link',
      description: 'The object stays in the shop.',
      tags,
      params,
      querystring: z.strictObject({ entity, own_id: name }),
      response: { 200: dataOf(linkSchema) },
      problems: ['not-found'],
    },
    handler: async (request) => {
      const shop = await findShop(request.params.id, scopeOf(request), db)
      const { entity: of, own_id: ownId } = request.query
      const removed = await db.objectLinks.unlink(shop.id, of, ownId)
      if (!removed) throw new Problem('not-found')
      return { data: present({ ...removed, entity: of }) }
    },
  })
}

function present({ entity: of, ownId, externalId }: ObjectLink & { entity: z.output<typeof entity> }) {
  return { entity: of, own_id: ownId, external_id: externalId }
}

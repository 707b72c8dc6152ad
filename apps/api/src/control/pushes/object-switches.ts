import { z } from 'zod'
import type { Api } from '../../http/api.ts'
import { scopeOf } from '../../http/auth.ts'
import { idSchema, text } from '../../http/fields.ts'
import { dataOf, pageOf, pageQuery, readPage } from '../../http/paging.ts'
import type { ControlDeps } from '../deps.ts'
import { findShop } from '../owned.ts'

const tags = ['Pushes']
const EXTERNAL_ID_MAX = 255

const tableSchema = z
  .enum(['orders', 'products', 'product_variants', 'customers'])
  .describe('The mirror table of the object. A product stands for its variants and their stock, too')
const params = z.object({
  id: idSchema,
  table: tableSchema,
  object: text({ max: EXTERNAL_ID_MAX }).describe("The platform's id, as in `external_id`"),
})
const switchSchema = z
  .object({ table: tableSchema, object: z.string(), sync: z.boolean().describe('Off: pushes of the object are held') })
  .meta({ id: 'ObjectSwitch' })
const response = { 200: dataOf(switchSchema) }
const problems = ['not-found'] as const

/** `/api/v1/shops/{id}/object-switches`: objects whose pushes are held. */
export function objectSwitchRoutes(app: Api, { db }: ControlDeps): void {
  app.get('/shops/:id/object-switches', {
    schema: {
      operationId: 'listObjectSwitches',
      summary: 'Objects that are switched off, the latest first',
      tags,
      params: z.object({ id: idSchema }),
      querystring: z.strictObject(pageQuery),
      response: { 200: pageOf(switchSchema) },
      problems,
    },
    handler: async (request) => {
      const shop = await findShop(request.params.id, scopeOf(request), db)
      const { limit, cursor } = request.query
      return readPage(
        limit,
        (rows) => db.objectSwitches.list(shop.id, { cursor, limit: rows }),
        ({ tableName: table, externalId: object }) => ({ table, object, sync: false }),
      )
    },
  })

  app.get('/shops/:id/object-switches/:table/:object', {
    schema: {
      operationId: 'getObjectSwitch',
      summary: 'Whether an object is pushed',
      tags,
      params,
      response,
      problems,
    },
    handler: async (request) => {
      const { table, object } = request.params
      const name = await findName(request.params, scopeOf(request), db)
      return { data: { table, object, sync: !(await db.objectSwitches.isOff(name)) } }
    },
  })

  app.put('/shops/:id/object-switches/:table/:object', {
    schema: {
      operationId: 'setObjectSwitch',
      summary: 'Switch the pushes of an object off or on',
      description:
        'Switched off, pushes of the object are held with the reason `object_off`, those that wait to be sent included. Switched on again, send them with `POST /pushes/process`.',
      tags,
      params,
      body: z.strictObject({ sync: z.boolean() }),
      response,
      problems,
    },
    handler: async (request) => {
      const { table, object } = request.params
      const { sync } = request.body
      const name = await findName(request.params, scopeOf(request), db)
      await (sync ? db.objectSwitches.switchOn(name) : db.objectSwitches.switchOff(name))
      return { data: { table, object, sync } }
    },
  })

  app.delete('/shops/:id/object-switches/:table/:object', {
    schema: {
      operationId: 'deleteObjectSwitch',
      summary: 'Switch the pushes of an object on again',
      tags,
      params,
      response,
      problems,
    },
    handler: async (request) => {
      const { table, object } = request.params
      await db.objectSwitches.switchOn(await findName(request.params, scopeOf(request), db))
      return { data: { table, object, sync: true } }
    },
  })
}

/** Throws `not-found` also when the shop belongs to another account. */
async function findName({ id, table, object }: z.output<typeof params>, scope: string | null, db: ControlDeps['db']) {
  const shop = await findShop(id, scope, db)
  return { shopId: shop.id, table, externalId: object }
}

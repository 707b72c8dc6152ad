import { cancelRun, pauseRun, resumeRun } from '@shopmirror/jobs'
import { z } from 'zod'
import type { Api } from '../http/api.ts'
import { scopeOf } from '../http/auth.ts'
import { idSchema, rangeQuery, text, toRange } from '../http/fields.ts'
import { dataOf, pageOf, readPage, shopPageQuery } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import { findConsequences } from './consequences.ts'
import type { ControlDeps } from './deps.ts'
import { findRun, findShop } from './owned.ts'
import { changeSchema } from './present/activity.ts'
import {
  freshnessSchema,
  presentFreshness,
  presentRun,
  presentRunResource,
  runResourceSchema,
  runSchema,
  runStatus,
  runTrigger,
  runType,
} from './present/run.ts'

const tags = ['Syncs']
const params = z.object({ id: idSchema })

const detailedRunSchema = z
  .object({
    ...runSchema.shape,
    domain: z.string().describe("The shop's name at its platform"),
    resources: z.array(runResourceSchema).describe('Progress, in the order of the run'),
    freshness: z.array(freshnessSchema).describe('Up to when each resource of the shop has been read'),
  })
  .meta({ id: 'DetailedRun' })

const controls = {
  pause: { control: pauseRun, operationId: 'pauseRun', summary: 'Pause a run at its next page' },
  resume: { control: resumeRun, operationId: 'resumeRun', summary: 'Continue a paused run at its checkpoint' },
  cancel: { control: cancelRun, operationId: 'cancelRun', summary: 'Cancel a run at its next page' },
} as const

/** `/api/v1/runs`: list and read sync runs. */
export function runRoutes(app: Api, deps: ControlDeps): void {
  const { db } = deps

  app.get('/runs', {
    schema: {
      operationId: 'listRuns',
      summary: 'Sync runs, newest first',
      description: '`since` and `until` filter by `created_at`.',
      tags,
      querystring: z
        .object({
          ...shopPageQuery,
          ...rangeQuery,
          type: runType.optional(),
          trigger: runTrigger.optional(),
          status: runStatus.optional(),
          error: text({ max: 200 }).optional().describe('Part of `error`, case-insensitive'),
        })
        .strict(),
      response: { 200: pageOf(runSchema) },
    },
    handler: (request) => {
      const { limit, shop: shopId, since, until, ...query } = request.query
      const filter = { ...query, ...toRange({ since, until }), shopId, accountId: scopeOf(request) }
      const read = (rows: number) => db.runs.list({ ...filter, limit: rows })
      return readPage(limit, read, presentRun)
    },
  })

  app.get('/runs/:id', {
    schema: {
      operationId: 'getRun',
      summary: 'One run with its progress',
      tags,
      params,
      response: { 200: dataOf(detailedRunSchema) },
      problems: ['not-found'],
    },
    handler: async (request) => {
      const run = await findRun(request.params.id, scopeOf(request), db)
      const [resources, watermarks] = await Promise.all([db.runs.resources(run.id), db.watermarks.get(run.shopId)])
      return {
        data: {
          ...presentRun(run),
          domain: (await findShop(run.shopId, null, db)).domain,
          resources: resources.map(presentRunResource),
          freshness: watermarks.map(presentFreshness),
        },
      }
    },
  })

  app.get('/runs/:id/changes', {
    schema: {
      operationId: 'listRunChanges',
      summary: 'Changes of the mirror that a run led to',
      description:
        'Oldest first, at most 100, of the first day of the run. The first full sync of a resource records none: the run itself is their record.',
      tags,
      params,
      response: { 200: dataOf(z.array(changeSchema)) },
      problems: ['not-found'],
    },
    handler: async (request) => {
      const { id, shopId, startedAt, createdAt } = await findRun(request.params.id, scopeOf(request), db)
      return { data: (await findConsequences({ shopId, cause: id, since: startedAt ?? createdAt }, db)).led_to }
    },
  })

  for (const [action, { control, ...described }] of Object.entries(controls)) {
    app.post(`/runs/:id/${action}`, {
      schema: {
        ...described,
        tags,
        params,
        response: { 200: dataOf(runSchema) },
        problems: ['not-found', 'wrong-state'],
      },
      handler: async (request) => {
        const run = await findRun(request.params.id, scopeOf(request), db)
        if (!(await control(run.id, deps)))
          throw new Problem('wrong-state', { parameters: { what: run.id, status: run.status, action } })
        return { data: presentRun(await findRun(run.id, null, db)) }
      },
    })
  }
}

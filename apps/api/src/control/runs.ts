import { cancelRun, pauseRun, resumeRun } from '@shopmirror/jobs'
import { z } from 'zod'
import type { Api } from '../http/api.ts'
import { scopeOf } from '../http/auth.ts'
import { dataOf, pageOf, pageQuery, readPage } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import type { ControlDeps } from './deps.ts'
import { findRun } from './owned.ts'
import { idSchema } from './present/common.ts'
import {
  freshnessSchema,
  presentFreshness,
  presentRun,
  presentRunResource,
  runResourceSchema,
  runSchema,
  runStatus,
} from './present/run.ts'

const tags = ['Syncs']
const params = z.object({ id: idSchema })

const detailedRunSchema = z
  .object({
    ...runSchema.shape,
    resources: z.array(runResourceSchema).describe('Progress, in the order of the run'),
    freshness: z.array(freshnessSchema).describe('How fresh the mirror of the shop is'),
  })
  .meta({ id: 'DetailedRun' })

const controls = {
  pause: { run: pauseRun, summary: 'Stop a run at its next page, for now' },
  resume: { run: resumeRun, summary: 'Let a paused run go on at its checkpoint' },
  cancel: { run: cancelRun, summary: 'Stop a run at its next page, for good' },
} as const

export function runRoutes(app: Api, deps: ControlDeps): void {
  const { db } = deps

  app.get('/runs', {
    schema: {
      summary: 'Sync runs, newest first',
      tags,
      querystring: z.object({ shop: idSchema.optional(), status: runStatus.optional(), ...pageQuery }).strict(),
      response: { 200: pageOf(runSchema) },
    },
    handler: (request) => {
      const { limit, shop: shopId, ...query } = request.query
      const read = (rows: number) => db.runs.list({ ...query, shopId, limit: rows, accountId: scopeOf(request) })
      return readPage(limit, read, presentRun)
    },
  })

  app.get('/runs/:id', {
    schema: { summary: 'One run with its progress', tags, params, response: { 200: dataOf(detailedRunSchema) } },
    handler: async (request) => {
      const run = await findRun(request.params.id, scopeOf(request), db)
      const [resources, watermarks] = await Promise.all([db.runs.resources(run.id), db.watermarks.get(run.shopId)])
      return {
        data: {
          ...presentRun(run),
          resources: resources.map(presentRunResource),
          freshness: watermarks.map(presentFreshness),
        },
      }
    },
  })

  for (const [wish, control] of Object.entries(controls)) {
    app.post(`/runs/:id/${wish}`, {
      schema: { summary: control.summary, tags, params, response: { 200: dataOf(runSchema) } },
      handler: async (request) => {
        const run = await findRun(request.params.id, scopeOf(request), db)
        if (!(await control.run(run.id, deps)))
          throw new Problem('wrong-state', { parameters: { what: run.id, status: run.status, wish } })
        return { data: presentRun(await findRun(run.id, null, db)) }
      },
    })
  }
}

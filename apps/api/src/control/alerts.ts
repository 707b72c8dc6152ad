import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Api } from '../http/api.ts'
import { callerOf, scopeOf } from '../http/auth.ts'
import { idSchema, text } from '../http/fields.ts'
import { pickLanguage } from '../http/languages.ts'
import { dataOf, pageOf, readPage, shopPageQuery } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import type { ControlDeps } from './deps.ts'
import { alertSchema, alertState, presentAlert } from './present/alert.ts'

const tags = ['Operations']
const params = z.object({ id: idSchema })
/** Longest time that an alert can be muted, hours. */
const MUTE_HOURS_MAX = 30 * 24

/** `/api/v1/alerts`: list, acknowledge and mute. */
export function alertRoutes(app: Api, deps: ControlDeps): void {
  readRoutes(app, deps)
  writeRoutes(app, deps)
}

function readRoutes(app: Api, deps: ControlDeps): void {
  app.get('/alerts', {
    schema: {
      operationId: 'listAlerts',
      summary: 'Alerts, newest first',
      tags,
      querystring: z
        .object({ ...shopPageQuery, state: alertState.optional(), kind: text({ max: 100 }).optional() })
        .strict(),
      response: { 200: pageOf(alertSchema) },
    },
    handler: (request) => {
      const { limit, shop: shopId, ...query } = request.query
      const filter = { ...query, shopId, accountId: scopeOf(request) }
      const read = (rows: number) => deps.db.alerts.list({ ...filter, limit: rows })
      return readPage(limit, read, (alert) => presentAlert(alert, languageOf(request)))
    },
  })

  app.get('/alerts/:id', {
    schema: {
      operationId: 'getAlert',
      summary: 'One alert',
      tags,
      params,
      response: { 200: dataOf(alertSchema) },
      problems: ['not-found'],
    },
    handler: async (request) => ({ data: await findPresented(request.params.id, request, deps) }),
  })
}

function writeRoutes(app: Api, deps: ControlDeps): void {
  const { db, now } = deps
  app.post('/alerts/:id/acknowledge', {
    schema: {
      operationId: 'acknowledgeAlert',
      summary: 'Say that somebody takes care of an alert',
      tags,
      params,
      response: { 200: dataOf(alertSchema) },
      problems: ['not-found', 'wrong-state'],
    },
    handler: async (request) => {
      const { id } = await findPresented(request.params.id, request, deps)
      if (!(await db.alerts.acknowledge(id, callerOf(request).id)))
        throw new Problem('wrong-state', { parameters: { what: id, status: 'resolved', action: 'acknowledge' } })
      return { data: await findPresented(id, request, deps) }
    },
  })

  app.post('/alerts/:id/mute', {
    schema: {
      operationId: 'muteAlert',
      summary: 'Send no notifications about a shop and a kind of alert for a while',
      description: 'The alert stays in the list. Muting it again replaces the time; 0 hours ends it.',
      tags,
      params,
      body: z.strictObject({ hours: z.number().min(0).max(MUTE_HOURS_MAX) }),
      response: { 200: dataOf(alertSchema) },
      problems: ['not-found'],
    },
    handler: async (request) => {
      const { id } = await findPresented(request.params.id, request, deps)
      const { hours } = request.body
      const until = hours === 0 ? null : new Date(now().getTime() + hours * 3_600_000)
      await db.alerts.mute({ id, until, by: callerOf(request).id })
      return { data: await findPresented(id, request, deps) }
    },
  })
}

async function findPresented(id: string, request: FastifyRequest, { db }: ControlDeps) {
  const alert = await db.alerts.find(id, scopeOf(request))
  if (!alert) throw new Problem('not-found')
  return presentAlert(alert, languageOf(request))
}

function languageOf({ headers }: FastifyRequest) {
  return pickLanguage(headers['accept-language'])
}

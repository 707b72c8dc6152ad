import type { Repositories } from '@shopmirror/db'
import { z } from 'zod'
import { time } from '../control/present/common.ts'
import type { Api } from '../http/api.ts'
import { personOf } from '../http/auth.ts'
import { idSchema } from '../http/fields.ts'
import { dataOf } from '../http/paging.ts'
import { anyCaller } from '../http/permissions.ts'
import { Problem } from '../http/problem.ts'

const tags = ['Sign-in']
const sessionSchema = z
  .object({
    id: z.string(),
    current: z.boolean().describe('Whether it is the one that asks'),
    browser: z.string().nullable().describe('`User-Agent` at the sign-in'),
    address: z.string().nullable(),
    created_at: time,
    used_at: time.describe('Accurate to a day'),
    expires_at: time,
  })
  .meta({ id: 'Session' })
type Row = Awaited<ReturnType<Repositories['sessions']['list']>>[number]

/** `/api/v1/me/sessions`: where the person is signed in. */
export function sessionRoutes(app: Api, { db }: { db: Repositories }): void {
  app.get('/me/sessions', {
    schema: {
      operationId: 'listSessions',
      summary: 'Your sessions, newest first',
      tags,
      response: { 200: dataOf(z.array(sessionSchema)) },
      problems: ['people-only'],
    },
    config: anyCaller,
    handler: async (request) => {
      const { id, sessionId } = personOf(request)
      return { data: (await db.sessions.list(id)).map((row) => present(row, sessionId)) }
    },
  })

  app.delete('/me/sessions/:id', {
    schema: {
      operationId: 'endSession',
      summary: 'End one of your sessions',
      description: 'Its next request is refused.',
      tags,
      params: z.object({ id: idSchema }),
      response: { 200: dataOf(z.object({ id: z.string(), status: z.literal('ended') })) },
      problems: ['people-only', 'not-found'],
    },
    config: anyCaller,
    handler: async (request) => {
      const { id } = request.params
      if (!(await db.sessions.end(id, personOf(request).id))) throw new Problem('not-found')
      return { data: { id, status: 'ended' } as const }
    },
  })

  app.delete('/me/sessions', {
    schema: {
      operationId: 'endOtherSessions',
      summary: 'End all your sessions but this one',
      tags,
      response: { 200: dataOf(z.object({ ended: z.int() })) },
      problems: ['people-only'],
    },
    config: anyCaller,
    handler: async (request) => {
      const { id, sessionId } = personOf(request)
      return { data: { ended: await db.sessions.endOthers(id, sessionId) } }
    },
  })
}

function present({ id, ipAddress, userAgent, ...row }: Row, currentId: string): z.input<typeof sessionSchema> {
  return {
    ...{ id, current: id === currentId, browser: userAgent || null, address: ipAddress || null },
    created_at: row.createdAt.toISOString(),
    used_at: row.updatedAt.toISOString(),
    expires_at: row.expiresAt.toISOString(),
  }
}
